"""Members for measurements."""
