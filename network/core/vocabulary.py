"""Loads the vocabularies that every network shares from ``network/core/data/``."""


def load_vocabularies() -> None:
    """Add themes, regions, countries and goals that are not there yet; never change what staff edited."""
