"""The lists' filters: read from the query string, counted in SQL, shown as facets and chips.

Within a filter any value will do; between filters all must hold. A number beside a value is what the list
would hold with that value chosen and the other filters as they are.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Case, CharField, Count, F, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.enums import SizeClass
from cities.models import City
from knowledge.languages import language_name
from network.core.models import Country, Region, Theme

MOST_VALUES = 20  # of one filter in one address


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter as the sidebar shows it."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter of the sidebar with its values."""

    name: str
    legend: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in use and the address without it; ``count`` is known where the list is empty."""

    label: str
    url: str
    count: int = 0


class Filter:
    """A filter by a name of the query string. Without ``legend`` it is no facet, only a chip in use."""

    def __init__(self, name: str, legend: str = ""):
        self.name = name
        self.legend = legend

    def labels(self, values: list[str]) -> dict[str, str]:
        """Return the labels of the values that exist: all of a facet's, else those of ``values``."""
        raise NotImplementedError

    def apply(self, pages: QuerySet, values: list[str]) -> QuerySet:
        """Return the pages that have one of ``values``."""
        raise NotImplementedError

    def counts(self, pages: QuerySet) -> QuerySet:
        """Return a query of ``key`` and ``n``: how many of ``pages`` each value has."""
        raise NotImplementedError


class ChoicesFilter(Filter):
    """A field with choices: type, kind, evidence."""

    def __init__(self, name: str, legend: str, field_name: str, choices: type):
        super().__init__(name, legend)
        self.field_name = field_name
        self.choices = choices

    def labels(self, values):
        return {value: str(label) for value, label in self.choices.choices}

    def apply(self, pages, values):
        return pages.filter(**{f"{self.field_name}__in": values})

    def counts(self, pages):
        return pages.order_by().values(key=F(self.field_name)).annotate(n=Count("pk"))


class ThemeFilter(Filter):
    """The themes of the spine; a narrower theme counts for the one above it."""

    def labels(self, values):
        self._themes = {theme.slug: theme for theme in Theme.objects.all()}
        spine = {theme.slug: theme.name for theme in self._themes.values() if theme.broader_id is None}
        named = {slug: self._themes[slug].name for slug in values if slug in self._themes}
        return spine | named

    def apply(self, pages, values):
        return pages.about([self._themes[slug] for slug in values])

    def counts(self, pages):
        links = pages.model._meta.get_field("theme_links").related_model.objects
        spine = Coalesce("theme__broader__slug", "theme__slug")
        rows = links.filter(page__in=pages.order_by().values("pk")).order_by()
        return rows.values(key=spine).annotate(n=Count("page", distinct=True))


class RegionFilter(Filter):
    """The M49 regions, the six that are offered everywhere as a facet.

    ``rows`` returns of the pages' model the rows that place a page, and the names of their page and country.
    """

    def __init__(self, name: str, legend: str, rows: Callable):
        super().__init__(name, legend)
        self.rows = rows

    def labels(self, values):
        self._regions = {region.slug: region for region in Region.objects.all()}
        self._offered = sorted(
            (region for region in self._regions.values() if region.position is not None),
            key=lambda region: region.position,
        )
        offered = {region.slug: region.name for region in self._offered}
        return offered | {slug: self._regions[slug].name for slug in values if slug in self._regions}

    def apply(self, pages, values):
        chosen = [self._regions[slug] for slug in values]
        inside = [r for r in self._regions.values() if any(region.contains(r) for region in chosen)]
        return pages.in_regions(inside)

    def counts(self, pages):
        rows, page, country = self.rows(pages.model)
        whens = [When(region.holds(f"{country}__region"), then=Value(region.slug)) for region in self._offered]
        placed = rows.filter(**{f"{page}__in": pages.order_by().values("pk")}).order_by()
        wide = Case(*whens, default=Value(""), output_field=CharField())
        return placed.values(key=wide).annotate(n=Count(page, distinct=True))


def city_rows(model) -> tuple:
    """Return where pages lie by their cities, for ``RegionFilter``."""
    return model._meta.get_field("city_links").related_model.objects, "page", "city__country"


def country_rows(model) -> tuple:
    """Return where products lie by their countries, for ``RegionFilter``."""
    return model.countries.through._default_manager, "knowledgeproductpage", "country"


class SizeFilter(Filter):
    """The size classes of the cities that pages come from."""

    def labels(self, values):
        return {value: str(label) for value, label in SizeClass.choices}

    def apply(self, pages, values):
        return pages.from_city(City.objects.of_size(*values))

    def counts(self, pages):
        rows, page, _country = city_rows(pages.model)
        whens = [When(size.holds("city__population"), then=Value(size.value)) for size in SizeClass]
        sizes = Case(*whens, default=Value(""), output_field=CharField())
        placed = rows.filter(**{f"{page}__in": pages.order_by().values("pk")}).order_by()
        return placed.values(key=sizes).annotate(n=Count(page, distinct=True))


class CityFilter(Filter):
    """Cities, by slug; used by the links of city pages."""

    def labels(self, values):
        return dict(City.objects.listed().filter(slug__in=values).values_list("slug", "name")) if values else {}

    def apply(self, pages, values):
        return pages.from_city(City.objects.listed().filter(slug__in=values))


class CountryFilter(Filter):
    """Countries, by ISO code."""

    def labels(self, values):
        codes = [value.upper() for value in values]
        found = dict(Country.objects.filter(pk__in=codes).values_list("pk", "name")) if values else {}
        return {value: found[value.upper()] for value in values if value.upper() in found}

    def apply(self, pages, values):
        return pages.in_countries([value.upper() for value in values])


class LanguageFilter(Filter):
    """Languages of products, by ISO code."""

    def labels(self, values):
        return {value: language_name(value) for value in values if language_name(value) != value}

    def apply(self, pages, values):
        return pages.filter(language__in=values)


class YearFilter(Filter):
    """Years of publication."""

    def labels(self, values):
        return {
            value: value for value in values if len(value) == 4 and value.isdecimal() and int(value) >= 1000
        }

    def apply(self, pages, values):
        return pages.filter(published_on__year__in=[int(value) for value in values])


SORTS = {"newest": _("Newest"), "title": _("Title")}


@dataclass
class Catalogue:
    """A list as it was asked for: the pages, the facets, the filters in use, and what was not understood."""

    base: QuerySet
    filters: list[Filter]
    asked: QueryDict
    query: str = ""
    sort: str = "newest"
    chosen: dict[str, list[str]] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.query = " ".join(self.asked.get("q", "").replace("\x00", "").split())[:200]
        self.sort = self.asked["sort"] if self.asked.get("sort") in SORTS else "newest"
        self._labels: dict[str, dict[str, str]] = {}
        names = {"q", "sort", "page"} | {item.name for item in self.filters}
        self.ignored = [name for name in self.asked if name not in names][:MOST_VALUES]
        if self.asked.get("sort", self.sort) != self.sort:
            self.ignored.append(f"sort={self.asked['sort']}")
        for item in self.filters:
            values = list(dict.fromkeys(value for value in self.asked.getlist(item.name) if value))[
                :MOST_VALUES
            ]
            # PostgreSQL takes no NUL, so that no value has one.
            self._labels[item.name] = item.labels([value for value in values if "\x00" not in value])
            self.chosen[item.name] = [value for value in values if value in self._labels[item.name]]
            self.ignored += [f"{item.name}={v}" for v in values if v not in self._labels[item.name]]

    def narrowed(self, without: str = "") -> QuerySet:
        """Return the pages that fit, leaving the filter ``without`` out of account."""
        pages = self.base
        if self.query and without != "q":
            pages = pages.matching(self.query)
        for item in self.filters:
            if self.chosen[item.name] and item.name != without:
                pages = item.apply(pages, self.chosen[item.name])
        return pages

    def results(self) -> QuerySet:
        """Return the pages that fit, in the order asked for."""
        pages = self.narrowed()
        return pages.by_title() if self.sort == "title" else pages.newest()

    def facets(self) -> list[Facet]:
        """Return the sidebar; a value that nothing has is left out unless it is chosen."""
        facets = []
        shown = [item for item in self.filters if item.legend]
        queries = [
            item.counts(self.narrowed(without=item.name))
            .annotate(facet=Value(item.name))
            .values_list("facet", "key", "n")
            for item in shown
        ]
        # From Django 6.1 on a union takes the first model's default order, whose columns are not among its own.
        rows = queries[0].union(*queries[1:], all=True).order_by()
        found = {(facet, key): n for facet, key, n in rows}
        for item in shown:
            counts = Counter({key: n for (facet, key), n in found.items() if facet == item.name})
            chosen = self.chosen[item.name]
            choices = [
                Choice(value, label, counts[value], value in chosen)
                for value, label in self._labels[item.name].items()
                if counts[value] or value in chosen
            ]
            if choices:
                facets.append(Facet(item.name, item.legend, choices))
        return facets

    def kept(self) -> list[tuple[str, str]]:
        """Return the filters in use that are no facets, as pairs that the form hands on."""
        return [(item.name, v) for item in self.filters if not item.legend for v in self.chosen[item.name]]

    def chips(self) -> list[Chip]:
        """Return the filters in use, each with the address without it."""
        chips = []
        if self.query:
            chips.append(Chip(gettext("“%(text)s”") % {"text": self.query}, self.address(drop=("q", None))))
        for item in self.filters:
            for value in self.chosen[item.name]:
                chips.append(Chip(self._labels[item.name][value], self.address(drop=(item.name, value))))
        return chips

    def ways_out(self) -> list[Chip]:
        """Return, for an empty list, which filter's removal gives how many results."""
        named = {"q": gettext("the words “%(text)s”") % {"text": self.query}} if self.query else {}
        named |= {
            item.name: ", ".join(self._labels[item.name][value] for value in self.chosen[item.name])
            for item in self.filters
            if self.chosen[item.name]
        }
        ways = [
            Chip(label, self.address(drop=(name, None)), self.narrowed(without=name).count())
            for name, label in named.items()
        ]
        return [way for way in ways if way.count]

    def address(self, drop: tuple[str, str | None]) -> str:
        """Return the query string of this list without a value of a filter (or without the whole filter)."""
        name, value = drop
        kept = QueryDict(mutable=True)
        if self.query and name != "q":
            kept["q"] = self.query
        for item in self.filters:
            values = self.chosen[item.name]
            left = [v for v in values if item.name != name or (value is not None and v != value)]
            if left:
                kept.setlist(item.name, left)
        if self.sort != "newest":
            kept["sort"] = self.sort
        return f"?{kept.urlencode()}" if kept else "?"
