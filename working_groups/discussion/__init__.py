"""The discussion of a working group: threads, posts, who is told of them, and how they are moderated."""
