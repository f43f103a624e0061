"""A city's and a partner's own page, kept by its own people: drafts that staff publish."""
