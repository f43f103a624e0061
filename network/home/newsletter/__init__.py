"""The newsletter: staff write an issue as a page, and it goes to those who asked for it."""
