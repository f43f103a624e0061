"""The directory of cities: what it holds, and its list, map and regions as one request asks for them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cities.directory_table import Table, by_letter, by_match, by_region, read_rows
from cities.enums import CityStatus
from cities.maps import CityMap, region_map, world_map
from cities.models import City
from cities.querysets import CityQuerySet
from cities.search_filters import LEGACY, SIZE
from network.core.breadcrumbs import Crumb
from network.core.letterhead import absolute
from network.core.models import Region
from network.core.places import known_regions, offered_regions
from network.core.structured_data import described
from network.search.counting import count
from network.search.listing import Listing, ListSpec
from network.search.queries import Question
from network.search.results import RELEVANCE, TITLE, count_values
from network.search.shared_filters import COUNTRY, REGION, THEME

PATH = "/cities/"
BY_REGION = "region"
STATUSES = (CityStatus.MEMBER, CityStatus.APPLICANT, CityStatus.ALUMNUS, CityStatus.FEATURED)


def count_cities(number: int, members: int | None = None) -> str:
    """Return “112 cities (45 members, 67 others)”; without ``members``, or where all are, no parts."""
    cities = ngettext("%(count)s city", "%(count)s cities", number) % {"count": f"{number:,}"}
    if members is None or not number:
        return cities
    if members == number:
        return ngettext("%(count)s member city", "%(count)s member cities", number) % {"count": f"{number:,}"}
    others = number - members
    parts = {
        "cities": cities,
        "members": ngettext("%(count)s member", "%(count)s members", members) % {"count": f"{members:,}"},
        "others": ngettext("%(count)s other", "%(count)s others", others) % {"count": f"{others:,}"},
    }
    return gettext("%(cities)s (%(members)s, %(others)s)") % parts


def _from_database(request, question: Question) -> CityQuerySet:
    return ranked(City.objects.visible_to(request).matching(question.text))


DIRECTORY = ListSpec(
    path=PATH,
    kinds=("city",),
    filters=(REGION, replace(LEGACY, is_open=True), THEME, SIZE, COUNTRY),
    search_label=_("Search cities"),
    counted=count_cities,
    from_database=_from_database,
    order=BY_REGION,
    sorts={RELEVANCE: _("Best match"), BY_REGION: _("Region"), TITLE: _("Name")},
    by_beginnings=True,
    page_size=100,
    rows_template="cities/_rows.html",
    above_template="cities/_above.html",
    unpublished_template="cities/_unpublished.html",
)


@dataclass(frozen=True, slots=True)
class RegionChip:
    """The whole world or a region, with how many cities it leads to."""

    slug: str
    name: str
    url: str
    count: int
    is_current: bool


class CityListing(Listing):
    """The directory as one request asks for it: the index finds, the database has what table and map show."""

    def __init__(self, request, *, title: str = "") -> None:
        super().__init__(DIRECTORY, request, title=title)

    @cached_property
    def cities(self) -> CityQuerySet:
        """All cities that were found and are published at this moment."""
        if self.reader is None:
            return self._in_database
        cities = City.objects.visible_to(self.request)
        return cities.filter(pk__in=self.found_ids) if self.is_narrowed else cities

    @cached_property
    def count(self) -> int:
        """How many cities were found."""
        return self.cities.count() if self.reader is None else count(self.reader, self.narrowing)

    @cached_property
    def count_text(self) -> str:
        """The number of cities in words, with the members among them."""
        if self.reader is None:
            return count_cities(self.count, self.cities.filter(status=CityStatus.MEMBER).count())
        only = {"status": [CityStatus.MEMBER.value]}
        members = replace(self.narrowing, all_of={**self.narrowing.all_of, **only})
        return count_cities(self.count, count(self.reader, members))

    def rows(self, start: int, stop: int) -> list:
        """Return the cities from ``start`` to ``stop``."""
        if self.order == RELEVANCE:
            ids = self.found_ids[start:stop]
            found = {row.pk: row for row in read_rows(City.objects.visible_to(self.request).filter(pk__in=ids))}
            return [found[pk] for pk in ids if pk in found]
        cities = self.cities.order_by("slug") if self.order == TITLE else ranked(self.cities)
        return read_rows(cities[start:stop])

    @property
    def order(self) -> str:
        """The order in which the cities stand: without the index, there are no matches to put first."""
        return BY_REGION if self.reader is None else self.sort

    @cached_property
    def table(self) -> Table:
        """The page's cities under their regions or letters."""
        draw = {BY_REGION: by_region, TITLE: by_letter}.get(self.order, by_match)
        return draw(self.entries, self.request)

    @cached_property
    def map(self) -> CityMap:
        """The map of what was found: of the world, or of the region that everything chosen lies in."""
        region = self._region_in_view()
        if region is None:
            label = gettext("World map of the cities listed here")
            return world_map(self.cities, label=label, regions=offered_regions(), url_of=self._url_with)
        label = gettext("Map of the cities listed here: %(region)s") % {"region": region.name}
        return region_map(region, self.cities, label=label, url_of=self._url_with)

    @cached_property
    def credits(self) -> list[str]:
        """Whose populations and coordinates the page shows."""
        return sorted({city.population_source for city in self.entries if city.population_source})

    @cached_property
    def region_chips(self) -> list[RegionChip]:
        """The way to the whole world and to each region that has something; each keeps the other filters."""
        if self.reader is None:
            return []
        anywhere = self.narrowing.without(REGION.column)
        counts = count_values(self.reader, anywhere.as_query(self.reader), [REGION.column])[REGION.column]
        chosen = self._chosen_regions()
        total = count(self.reader, anywhere)
        chips = [RegionChip("", gettext("All regions"), self._url_with(region=""), total, not chosen)]
        for region in offered_regions():
            if counts.get(region.slug) or region.slug in chosen:
                url, number = self._url_with(region=region.slug), counts.get(region.slug, 0)
                chips.append(RegionChip(region.slug, region.name, url, number, region.slug in chosen))
        return chips

    def gathered(self) -> "CityListing":
        """Return this list with everything read, so that the template asks nothing further."""
        super().gathered()
        _ = (self.count_text, self.region_chips, self.map, self.table)
        return self

    def _chosen_regions(self) -> list[str]:
        return [] if self.reader is None else self.asked.chosen.get(REGION.name, [])

    def _region_in_view(self) -> Region | None:
        """Return the region on offer that all chosen ones lie in, if it is one."""
        known, offered = known_regions(), offered_regions()
        around = {
            next((region for region in offered if known[slug].path.startswith(region.path)), None)
            for slug in self._chosen_regions()
        }
        return around.pop() if len(around) == 1 else None

    def _url_with(self, **chosen: str) -> str:
        """Return the address of this list with these filters in place of what was chosen of them."""
        return self._url(self._parameters | {name: [value] if value else [] for name, value in chosen.items()})


def gather_directory(request) -> dict:
    """Return what the directory's page shows to the sender of ``request``."""
    title = gettext("City directory")
    return {
        "listing": CityListing(request, title=title).gathered(),
        "meta_title": title,
        "breadcrumbs": [Crumb(gettext("Home"), "/"), Crumb(gettext("Cities"))],
        "canonical_url": absolute(PATH),
        "json_ld": described("CollectionPage", title, PATH),
    }


def ranked(cities: CityQuerySet) -> CityQuerySet:
    """Return members by region, then the others by status, each by name; ``region_rank`` tells the region."""
    statuses = [When(status=status, then=Value(rank)) for rank, status in enumerate(STATUSES)]
    return cities.annotate(
        status_rank=Case(*statuses, output_field=IntegerField()),
        region_rank=Case(
            When(status=CityStatus.MEMBER, then=_region_rank(offered_regions())), default=Value(0)
        ),
    ).order_by("status_rank", "region_rank", "slug")


def _region_rank(regions: Iterable[Region]) -> Case:
    """Return the position of the offered region that a city's country lies in, for SQL."""
    cases = [When(region.holds("country__region"), then=Value(region.position)) for region in regions]
    return Case(*cases, default=Value(99), output_field=IntegerField())
