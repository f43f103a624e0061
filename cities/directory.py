"""What the directory of cities shows, gathered before the template is rendered."""

from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Case, Count, IntegerField, Value, When
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cities.enums import CityStatus
from cities.filters import DirectoryFilters
from cities.maps import region_map, world_map
from cities.models import City
from cities.querysets import CityQuerySet
from network.core.breadcrumbs import Crumb
from network.core.models import Region
from network.core.pagination import paginate
from network.core.registry import counters

PAGE_SIZE = 100
STATUSES = (CityStatus.MEMBER, CityStatus.APPLICANT, CityStatus.ALUMNUS, CityStatus.FEATURED)


COLUMNS = {"practices": _("Practices"), "products": _("Products")}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table; ``label`` is shown where the table reflows to a list."""

    text: object
    url: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of the table under a heading."""

    title: str
    id: str = ""
    rows: list[list[Cell]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RegionChip:
    """A region with the number of members in it."""

    name: str
    url: str
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class WayOut:
    """A filter whose removal would give results, and how many."""

    label: str
    url: str
    count: int


def gather_directory(request) -> dict:
    """Return the directory that ``request`` asks for: regions, map, filters and the table's page."""
    regions = list(Region.objects.offered())
    filters = DirectoryFilters(request.GET, regions=regions)
    listed = City.objects.visible_to(request)
    everywhere = _counts(filters.apply(listed, leave_out="region"), regions)
    found = filters.apply(listed)
    ranked = _ranked(found, regions).select_related("country").prefetch_related("sectors")
    page = paginate(ranked, request, PAGE_SIZE)
    within = {region.position for region in filters.regions}
    counts = {key: count for key, count in everywhere.items() if not within or key[1] in within}
    columns, groups = _table(page, regions, request)
    return {
        "meta_title": gettext("City directory"),
        "breadcrumbs": [Crumb(gettext("Home"), "/"), Crumb(gettext("Cities"))],
        "json_ld": _json_ld(request),
        "canonical_url": request.build_absolute_uri(reverse("cities:city-list")),
        "filters": filters,
        "region_chips": _region_chips(filters, regions, everywhere),
        "map": _map(filters, regions, found),
        "page_obj": page,
        "columns": columns,
        "groups": groups,
        "headline": _headline(counts),
        "credits": sorted({city.population_source for city in page if city.population_source}),
        "ways_out": _ways_out(filters, listed) if not page.paginator.count else [],
    }


def _json_ld(request) -> dict:
    return {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "name": gettext("City directory"),
        "url": request.build_absolute_uri(reverse("cities:city-list")),
    }


def _region_rank(regions: list[Region]) -> Case:
    """Return the position of the offered region that a city's country lies in, for SQL."""
    cases = [When(region.holds("country__region"), then=Value(region.position)) for region in regions]
    return Case(*cases, default=Value(99), output_field=IntegerField())


def _ranked(cities: CityQuerySet, regions: list[Region]) -> CityQuerySet:
    """Return members by region, then the others by status, each by name."""
    statuses = [When(status=status, then=Value(rank)) for rank, status in enumerate(STATUSES)]
    return cities.annotate(
        status_rank=Case(*statuses, output_field=IntegerField()),
        region_rank=Case(When(status=CityStatus.MEMBER, then=_region_rank(regions)), default=Value(0)),
    ).order_by("status_rank", "region_rank", "slug")


def _counts(cities: CityQuerySet, regions: list[Region]) -> dict[tuple[str, int], int]:
    """Return how many cities there are by status and by the region's position, in one query."""
    rows = cities.annotate(in_region=_region_rank(regions)).order_by().values("status", "in_region")
    return {(row["status"], row["in_region"]): row["count"] for row in rows.annotate(count=Count("pk"))}


def _of_status(counts: dict[tuple[str, int], int], *statuses: str) -> int:
    return sum(count for (status, _region), count in counts.items() if status in statuses)


def _headline(counts: dict[tuple[str, int], int]) -> str:
    """Return how many cities were found, members apart from the others."""
    members = _of_status(counts, CityStatus.MEMBER)
    others = sum(counts.values()) - members
    words = ngettext("%(count)s member city", "%(count)s member cities", members) % {"count": members}
    if not others:
        return words
    more = ngettext("%(count)s other city", "%(count)s other cities", others) % {"count": others}
    return more if not members else gettext("%(members)s and %(others)s") % {"members": words, "others": more}


def _region_chips(
    filters: DirectoryFilters, regions: list[Region], counts: dict[tuple[str, int], int]
) -> list[RegionChip]:
    """Return the way to the whole world and to each region that has members or is chosen."""
    chosen = filters.regions
    members = {region.position: counts.get((CityStatus.MEMBER, region.position), 0) for region in regions}
    chips = [
        RegionChip(gettext("All regions"), filters.url_with(region=None), sum(members.values()), not chosen)
    ]
    for region in regions:
        if members[region.position] or region in chosen:
            url = filters.url_with(region=region.slug)
            chips.append(RegionChip(region.name, url, members[region.position], region in chosen))
    return chips


def _map(filters: DirectoryFilters, regions: list[Region], found: CityQuerySet):
    """Return the map of the members found: the world's, or that of the one region chosen."""
    members = found.filter(status=CityStatus.MEMBER)
    if len(filters.regions) == 1:
        return region_map(filters.regions[0], members)
    return world_map(members, regions=regions)


def _table(page, regions: list[Region], request) -> tuple[list[str], list[Group]]:
    """Return the table's columns and groups; a column in which no city has a value is left out."""
    counted = counters.counts(City, request)
    columns = [gettext("City"), gettext("Country"), gettext("Industrial legacy")]
    columns += [_column(name) for name in counted]
    groups = _groups(page, regions, counted)
    rows = [row for group in groups for row in group.rows]
    shown = [place for place in range(len(columns)) if any(row[place].text for row in rows)]
    for row in rows:
        row[:] = [row[place] for place in shown]
    return [columns[place] for place in shown], groups


def _column(name: str) -> str:
    """Return the heading of a registered count, such as ``practices``."""
    return str(COLUMNS.get(name, capfirst(name)))


def _groups(page, regions: list[Region], counted: dict[str, dict]) -> list[Group]:
    """Return the page's cities under their regions, those that are no members under their status."""
    by_rank = {region.position: region for region in regions}
    groups = []
    for (status, rank), cities in groupby(page, key=lambda city: (city.status, city.region_rank)):
        if status == CityStatus.MEMBER:
            region = by_rank.get(rank)
            group = Group(region.name if region else gettext("Elsewhere"), region.slug if region else "")
        else:
            group = Group(STATUS_TITLES[status](), status)
        group.rows.extend(_row(city, counted) for city in cities)
        groups.append(group)
    return groups


STATUS_TITLES = {
    CityStatus.APPLICANT: lambda: gettext("Applying to join"),
    CityStatus.ALUMNUS: lambda: gettext("Former members"),
    CityStatus.FEATURED: lambda: gettext("Also in the catalogue, not members"),
}


def _row(city: City, counted: dict[str, dict]) -> list[Cell]:
    numbers = [(name, counts.get(city.pk, 0)) for name, counts in counted.items()]
    return [
        Cell(city.name, city.get_absolute_url()),
        Cell(city.country.name),
        Cell(city.sector_names),
        *(Cell(number or "", label=_column(name) if number else "") for name, number in numbers),
    ]


def _ways_out(filters: DirectoryFilters, listed: CityQuerySet) -> list[WayOut]:
    """Return, where nothing was found, each filter whose removal gives results, the most first."""
    chosen = [(one.name, one.label) for one in filters.filters.values() if one.chosen]
    if filters.q:
        chosen.append(("q", gettext("Name")))
    ways = []
    for name, label in chosen:
        count = filters.apply(listed, leave_out=name).count()
        if count:
            ways.append(WayOut(label, filters.url_with(**{name: None}), count))
    return sorted(ways, key=lambda way: -way.count)
