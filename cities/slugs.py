"""Addresses of cities and partners."""

from django.db.models import QuerySet

from network.core.slugs import slug_of


def free_slug(name: str, *, taken: QuerySet, country: str = "") -> str:
    """Return a slug for ``name`` that no row of ``taken`` has.

    Where the plain one is gone the country's code follows it, then a number.
    """
    stem = slug_of(name) or "city"
    used = set(taken.filter(slug__startswith=stem).values_list("slug", flat=True))
    if stem in used and country:
        stem = f"{stem}-{country.lower()}"
    candidate, number = stem, 2
    while candidate in used:
        candidate, number = f"{stem}-{number}", number + 1
    return candidate
