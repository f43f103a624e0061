"""The table of the directory: its columns, and its rows under regions or letters."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.enums import CityStatus
from cities.models import City, LegacySector
from network.core.places import offered_regions
from network.core.registry import counters
from network.core.tables import Cell, Group

COUNTED = {"practices": _("Practices"), "products": _("Products")}
STATUS_TITLES = {
    CityStatus.APPLICANT: _("Applying to join"),
    CityStatus.ALUMNUS: _("Former members"),
    CityStatus.FEATURED: _("Also in the catalogue, not members"),
}


@dataclass(frozen=True, slots=True)
class Table:
    """What ``components/table.html`` draws."""

    columns: list[str]
    groups: list[Group]


@dataclass(frozen=True, slots=True)
class CityRow:
    """A city as its row shows it; ``sectors`` are their names, ``region_rank`` the position of its region."""

    pk: int
    name: str
    url: str
    slug: str
    country: str
    status: CityStatus
    sectors: str
    population_source: str
    region_rank: int


def read_rows(cities: QuerySet) -> list[CityRow]:
    """Return the cities of a queryset as rows: values, since a directory shows a hundred at once."""
    columns = ("pk", "name", "slug", "country__name", "status", "population_source")
    ranks = ("region_rank",) if "region_rank" in cities.query.annotations else ()
    rows = list(cities.values_list(*columns, *ranks))
    sectors = _sector_names([row[0] for row in rows])
    address = reverse("cities:city-detail", args=["-"])
    return [
        CityRow(
            pk=pk,
            name=name,
            url=address.replace("-", slug),
            slug=slug,
            country=country,
            status=CityStatus(status),
            sectors=", ".join(sectors.get(pk, ())),
            population_source=source,
            region_rank=rank[0] if rank else 0,
        )
        for pk, name, slug, country, status, source, *rank in rows
    ]


def _sector_names(ids: list[int]) -> dict[int, list[str]]:
    """Return the names of the cities' sectors, by the city's key."""
    found: dict[int, list[str]] = {}
    for name, city in LegacySector.objects.filter(cities__in=ids).values_list("name", "cities"):
        found.setdefault(city, []).append(name)
    return found


def by_region(cities: Iterable[CityRow], request: Any) -> Table:
    """Return members under their regions and the others under their status; ``cities`` are ``ranked()``."""
    regions = {region.position: region for region in offered_regions()}

    def heading(city: CityRow) -> tuple[str, str]:
        if city.status != CityStatus.MEMBER:
            return str(STATUS_TITLES[city.status]), city.status
        region = regions.get(city.region_rank)
        return (region.name, region.slug) if region else (gettext("Elsewhere"), "")

    return _table(cities, request, heading, tells_status=False)


def by_letter(cities: Iterable[CityRow], request: Any) -> Table:
    """Return the cities under the first letters of their names; ``cities`` are in the order of their slugs."""
    return _table(cities, request, lambda city: (city.slug[0].upper(), ""), tells_status=True)


def by_match(cities: Iterable[CityRow], request: Any) -> Table:
    """Return the cities as they stand."""
    return _table(cities, request, lambda city: ("", ""), tells_status=True)


def _table(
    cities: Iterable[CityRow],
    request: Any,
    heading: Callable[[CityRow], tuple[str, str]],
    *,
    tells_status: bool,
) -> Table:
    """Return the table, a group for each title and id; a column in which no city has a value is left out."""
    counted = [(_column(name), counts) for name, counts in counters.counts(City, request).items()]
    columns = [gettext("City"), gettext("Country"), gettext("Industrial legacy"), gettext("Status")]
    columns += [heading for heading, _counts in counted]
    groups = [
        Group(title, [_row(city, counted, tells_status=tells_status) for city in some], id)
        for (title, id), some in groupby(cities, key=heading)
    ]
    rows = [row for group in groups for row in group.rows]
    shown = [place for place in range(len(columns)) if any(row[place].text for row in rows)]
    for row in rows:
        row[:] = [row[place] for place in shown]
    return Table([columns[place] for place in shown], groups)


def _column(name: str) -> str:
    """Return the heading of a registered count, such as ``practices``."""
    return str(COUNTED.get(name, capfirst(name)))


def _row(city: CityRow, counted: list[tuple[str, dict]], *, tells_status: bool) -> list[Cell]:
    """Return the cells of a city, with its number of each kind of content by the heading of its column."""
    numbers = [(heading, counts.get(city.pk, 0)) for heading, counts in counted]
    status = ""
    if tells_status and city.status != CityStatus.MEMBER:
        status = gettext("Not a member") if city.status == CityStatus.FEATURED else str(city.status.label)
    return [
        Cell(city.name, url=city.url),
        Cell(city.country),
        Cell(city.sectors),
        Cell(status),
        *(Cell(number or "", label=heading if number else "") for heading, number in numbers),
    ]
