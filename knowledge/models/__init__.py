"""Knowledge's pages, re-exported by name."""
