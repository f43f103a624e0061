"""The filters of the directory, read from the query string."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.enums import SizeClass
from cities.models import City, LegacySector
from cities.querysets import CityQuerySet
from cities.slugs import slug_of
from network.core.models import Country, Region, Theme

LONGEST_QUESTION = 100


@dataclass(frozen=True, slots=True)
class Option:
    """A value that a filter may have; ``row`` is what it stands for."""

    value: str
    label: str
    row: object = None


@dataclass(slots=True)
class Filter:
    """A filter by name: what may be chosen, what is chosen, and how the choice narrows cities."""

    name: str
    label: str
    any_label: str
    options: list[Option]
    narrow: Callable[[CityQuerySet, list], CityQuerySet]
    chosen: list[Option] = field(default_factory=list)

    def read(self, values: Iterable[str]) -> list[str]:
        """Take the known ones of ``values`` as chosen; return those that are not known."""
        known = {option.value: option for option in self.options}
        wanted = list(dict.fromkeys(value for value in values if value))
        self.chosen = [known[value] for value in wanted if value in known]
        return [value for value in wanted if value not in known]

    @property
    def value(self) -> str:
        """The first chosen value, as a select shows it."""
        return self.chosen[0].value if self.chosen else ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen value, with the address without it."""

    label: str
    url: str


class DirectoryFilters:
    """All filters of the directory and what a request chose of them.

    ``ignored`` names parameters and values that mean nothing here: the page says that it passed over them.
    """

    def __init__(self, params: QueryDict, *, regions: list[Region]):
        self.params = params
        self.q = params.get("q", "").replace("\x00", "").strip()[:LONGEST_QUESTION]
        self.filters = {one.name: one for one in (_by_region(regions), *_selects())}
        self.ignored: list[str] = []
        for name in params:
            if name in self.filters:
                unknown = self.filters[name].read(params.getlist(name))
                self.ignored += [f"{name}={value[:40]}" for value in unknown]
            elif name not in ("q", "page"):
                self.ignored.append(name[:40])

    @property
    def selects(self) -> list[Filter]:
        """The filters that the form offers as selects and that have something to choose."""
        return [one for one in self.filters.values() if one.name != "region" and one.options]

    @property
    def regions(self) -> list[Region]:
        """The chosen regions."""
        return [option.row for option in self.filters["region"].chosen]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is chosen."""
        return bool(self.q) or any(one.chosen for one in self.filters.values())

    def apply(self, cities: CityQuerySet, *, leave_out: str = "") -> CityQuerySet:
        """Return the cities that pass every filter but ``leave_out``; values of one filter add up."""
        if self.q and leave_out != "q":
            cities = cities.filter(_is_named(self.q))
        for one in self.filters.values():
            if one.chosen and one.name != leave_out:
                cities = one.narrow(cities, [option.row for option in one.chosen])
        return cities

    def url_with(self, **changes: str | None) -> str:
        """Return the query string with each named parameter set, or taken away where it is ``None``."""
        params = self._kept_params()
        for name, value in changes.items():
            if value is None:
                params.pop(name, None)
            else:
                params[name] = value
        return f"?{params.urlencode()}" if params else "?"

    def chips(self) -> list[Chip]:
        """Return what is chosen, each with the address without it; regions have chips of their own."""
        chips = [Chip(f"“{self.q}”", self.url_with(q=None))] if self.q else []
        for one in self.filters.values():
            for option in one.chosen if one.name != "region" else ():
                params = self._kept_params()
                params.setlist(one.name, [o.value for o in one.chosen if o is not option])
                chips.append(Chip(option.label, f"?{params.urlencode()}"))
        return chips

    def _kept_params(self) -> QueryDict:
        params = QueryDict(mutable=True)
        if self.q:
            params["q"] = self.q
        for one in self.filters.values():
            if one.chosen:
                params.setlist(one.name, [option.value for option in one.chosen])
        return params


def _is_named(words: str) -> Q:
    """Return the condition that a city's name, or its country's, has ``words``, with or without accents."""
    condition = Q(name__icontains=words) | Q(country__name__icontains=words)
    slug = slug_of(words)
    return condition | Q(slug__contains=slug) if slug else condition


def _by_region(regions: list[Region]) -> Filter:
    def narrow(cities: CityQuerySet, chosen: list[Region]) -> CityQuerySet:
        condition = Q()
        for region in chosen:
            condition |= region.holds("country__region")
        return cities.filter(condition)

    options = [Option(region.slug, region.name, region) for region in regions]
    return Filter("region", gettext("Region"), gettext("All regions"), options, narrow)


def _selects() -> list[Filter]:
    """Return the filters by sector, theme, size and country, with the values that listed cities have."""
    listed = City.objects.listed()
    sectors = LegacySector.objects.filter(cities__in=listed).distinct()
    themes = Theme.objects.filter(cities__in=listed).distinct()
    countries = Country.objects.filter(cities__in=listed).distinct()
    return [
        Filter(
            "legacy",
            _("Legacy sector"),
            _("Any sector"),
            [Option(sector.slug, sector.name, sector.slug) for sector in sectors],
            lambda cities, slugs: cities.with_legacy(slugs),
        ),
        Filter(
            "theme",
            _("Theme"),
            _("Any theme"),
            [Option(theme.slug, theme.name, theme) for theme in themes],
            lambda cities, chosen: cities.about(*chosen),
        ),
        Filter(
            "size",
            _("Size"),
            _("Any size"),
            [Option(size.value, size.label, size) for size in SizeClass],
            lambda cities, sizes: cities.of_size(*sizes),
        ),
        Filter(
            "country",
            _("Country"),
            _("Any country"),
            [Option(country.iso2, country.name, country.iso2) for country in countries],
            lambda cities, codes: cities.in_countries(codes),
        ),
    ]
