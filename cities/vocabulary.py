"""Loads the industries that shaped cities from ``cities/data/legacy_sectors.csv``, a list of our own."""

from pathlib import Path

from cities.models import LegacySector
from network.core.slugs import slug_of
from network.core.vocabulary import add_missing_once, read_rows

SECTORS = Path(__file__).parent / "data" / "legacy_sectors.csv"


def load_legacy_sectors() -> None:
    """Add the legacy sectors that were never loaded before."""
    rows = (
        LegacySector(name=row["name"], slug=slug_of(row["name"]), family=row["family"])
        for row in read_rows(SECTORS)
    )
    add_missing_once(LegacySector, "slug", rows)


def sectors_by_name() -> dict[str, LegacySector]:
    """Return the sectors by name and by the other names of the list, in lower case."""
    sectors = {sector.slug: sector for sector in LegacySector.objects.all()}
    names = {sector.name.casefold(): sector for sector in sectors.values()}
    for row in read_rows(SECTORS):
        sector = sectors.get(slug_of(row["name"]))
        for name in row["also"].split(";") if sector else []:
            names.setdefault(name.strip().casefold(), sector)
    return names
