"""Peer exchanges."""
