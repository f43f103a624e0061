"""Peer exchanges: one city asks, another city, a partner or an expert helps, and what comes of it is kept."""
