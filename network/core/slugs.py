"""Addresses made from names and titles."""

import re
from collections.abc import Iterable

from anyascii import anyascii
from django.utils.text import slugify

LONGEST = 100


def slug_of(name: str) -> str:
    """Return ``name`` in small Latin letters, digits and hyphens: ``Łódź`` is ``lodz``."""
    return slugify(anyascii(name))[:LONGEST].strip("-")


def is_made_from(name: str, slug: str) -> bool:
    """Return whether ``slug`` is what ``name`` makes, with or without the number of a second one."""
    stem = slug_of(name)
    return bool(stem) and re.fullmatch(rf"{re.escape(stem)}(-\d+)?", slug) is not None


def slugs_asked(values: Iterable[str]) -> list[str]:
    """Return those of an address's values that a slug could be: what a database refuses to look for is none."""
    return [value for value in values if "\x00" not in value]
