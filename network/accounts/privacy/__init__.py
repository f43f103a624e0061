"""What people can do about their own data: see it, take it away, have it erased."""
