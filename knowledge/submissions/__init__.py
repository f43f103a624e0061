"""Members write good practices and news in our forms; they are drafts that the secretariat publishes."""
