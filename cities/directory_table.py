"""The table of the directory: its columns, and its rows under regions or letters."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.enums import CityStatus
from cities.models import City
from network.core.places import offered_regions
from network.core.registry import counters

COUNTED = {"practices": _("Practices"), "products": _("Products")}
STATUS_TITLES = {
    CityStatus.APPLICANT: _("Applying to join"),
    CityStatus.ALUMNUS: _("Former members"),
    CityStatus.FEATURED: _("Also in the catalogue, not members"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table; ``label`` is shown where the table reflows to a list."""

    text: object
    url: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of the table under a heading."""

    title: str = ""
    id: str = ""
    rows: list[list[Cell]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Table:
    """What ``components/table.html`` draws."""

    columns: list[str]
    groups: list[Group]


def by_region(cities: Iterable[City], request: Any) -> Table:
    """Return members under their regions and the others under their status; ``cities`` are ``ranked()``."""
    regions = {region.position: region for region in offered_regions()}

    def heading(city: City) -> tuple[str, str]:
        if city.status != CityStatus.MEMBER:
            return str(STATUS_TITLES[CityStatus(city.status)]), city.status
        region = regions.get(city.region_rank)
        return (region.name, region.slug) if region else (gettext("Elsewhere"), "")

    return _table(cities, request, heading, tells_status=False)


def by_letter(cities: Iterable[City], request: Any) -> Table:
    """Return the cities under the first letters of their names; ``cities`` are in the order of their slugs."""
    return _table(cities, request, lambda city: (city.slug[0].upper(), ""), tells_status=True)


def by_match(cities: Iterable[City], request: Any) -> Table:
    """Return the cities as they stand."""
    return _table(cities, request, lambda city: ("", ""), tells_status=True)


def _table(
    cities: Iterable[City],
    request: Any,
    heading: Callable[[City], tuple[str, str]],
    *,
    tells_status: bool,
) -> Table:
    """Return the table, a group for each title and id; a column in which no city has a value is left out."""
    counted = counters.counts(City, request)
    columns = [gettext("City"), gettext("Country"), gettext("Industrial legacy"), gettext("Status")]
    columns += [_column(name) for name in counted]
    groups = [
        Group(title, id, [_row(city, counted, tells_status=tells_status) for city in some])
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


def _row(city: City, counted: dict[str, dict], *, tells_status: bool) -> list[Cell]:
    numbers = [(name, counts.get(city.pk, 0)) for name, counts in counted.items()]
    status = gettext("Not a member") if city.is_featured else city.get_status_display()
    return [
        Cell(city.name, city.get_absolute_url()),
        Cell(city.country.name),
        Cell(city.sector_names),
        Cell(status if tells_status and not city.is_member else ""),
        *(Cell(number or "", label=_column(name) if number else "") for name, number in numbers),
    ]
