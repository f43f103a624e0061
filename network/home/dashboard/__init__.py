"""Where a signed-in person begins: what waits for her, and what is hers."""
