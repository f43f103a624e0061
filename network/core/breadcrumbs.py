"""The way from the home page to where the reader is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way; the last one, the page itself, has no address."""

    title: str
    url: str = ""
