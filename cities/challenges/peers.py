"""Member cities that a challenge could be shared with, each with the reasons in words."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext

from cities.models import Challenge, City
from network.core.entries import Entry
from network.core.models import Theme

SHOWN = 3
MOST_COMPARED = 200
THEME_WEIGHT, SECTOR_WEIGHT, SIZE_WEIGHT = 3, 2, 1


def suggested_peers(challenge: Challenge, themes: list[Theme], *, leave_out: set[int]) -> list[Entry]:
    """Return the member cities that are most like the challenge's, as rows that say why.

    Each works on one of its ``themes``. The cities with the keys ``leave_out`` are in it already.
    """
    rows = City.objects.members().about(*themes).exclude(pk__in={challenge.city_id, *leave_out})
    cities = list(rows.select_related("country").prefetch_related("sectors", "themes").order_by("slug"))
    sectors = {sector.pk for sector in challenge.city.sectors.all()} if cities else set()
    compared = [
        _compared(city, challenge, {theme.pk for theme in themes}, sectors) for city in cities[:MOST_COMPARED]
    ]
    compared.sort(key=lambda pair: (-pair[0], pair[1].title))
    return [entry for _weight, entry in compared[:SHOWN]]


def _compared(city: City, challenge: Challenge, themes: set[Any], sectors: set[Any]) -> tuple[int, Entry]:
    """Return how alike a city is, and its row with the reasons."""
    of_theme = [theme.name for theme in city.themes.all() if {theme.pk, theme.broader_id} & themes]
    of_sector = [sector.name for sector in city.sectors.all() if sector.pk in sectors]
    size = city.size_class if city.size_class == challenge.city.size_class else None
    weight = THEME_WEIGHT * len(of_theme) + SECTOR_WEIGHT * len(of_sector) + (SIZE_WEIGHT if size else 0)
    reasons = [
        gettext("Works on %(themes)s") % {"themes": ", ".join(of_theme)} if of_theme else "",
        gettext("Same industrial legacy: %(sectors)s") % {"sectors": ", ".join(of_sector)} if of_sector else "",
        gettext("Same size: %(size)s") % {"size": size.title.lower()} if size else "",
    ]
    return weight, replace(
        Entry(title=city.name, url=city.get_absolute_url(), key=city.pk),
        facts=(city.country.name,),
        notes=tuple(reason for reason in reasons if reason),
    )
