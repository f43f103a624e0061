"""The discussions of working groups."""
