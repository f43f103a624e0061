"""What the kinds of knowledge have in common in the search index, and how their pages are read for it.

A network may have a hundred thousand pages, and instances of them and of all that hangs on them would take most
of the time of building an index. So a batch of pages is read as values, and so is what belongs to it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from cities.documents import read_aliases
from cities.enums import SizeClass
from cities.models import Challenge, City
from knowledge.rows import picture_values, row_of
from network.core.entries import Entry
from network.core.models import Theme
from network.core.places import known_countries, regions_around
from network.core.plain_text import stream_words
from network.search.documents import PageAddresses, SearchDocument, version_of
from network.search.pages import PageSource
from network.search.shared_filters import theme_names, theme_values

COLUMNS = ("pk", "title", "slug", "url_path", "search_description", "last_published_at", "summary")


@dataclass(frozen=True, slots=True)
class LinkedCity:
    """What the documents of pages say of a published city; ``sectors`` are the slugs of its industries."""

    name: str
    slug: str
    country: str
    size: str
    sectors: tuple[str, ...]


def read_cities(ids: set[int]) -> dict[int, LinkedCity]:
    """Return those of the cities ``ids`` that are published, by primary key."""
    through = City.sectors.through._default_manager.filter(city__in=ids).order_by("pk")
    sectors = gathered(through.values_list("city", "legacysector__slug"))
    rows = City.objects.filter(pk__in=ids, live=True).order_by()
    return {
        pk: LinkedCity(name, slug, country, SizeClass.of(population) or "", tuple(sectors.get(pk, ())))
        for pk, name, slug, country, population in rows.values_list(
            "pk", "name", "slug", "country", "population"
        )
    }


def read_challenges(ids: set[int]) -> dict[int, tuple[str, str]]:
    """Return slug and title of those of the challenges ``ids`` that everybody may read, by primary key."""
    rows = Challenge.objects.public().filter(pk__in=ids).order_by().values_list("pk", "slug", "title")
    return {pk: (slug, title) for pk, slug, title in rows} if ids else {}


def gathered(pairs: Iterable[tuple[int, Any]]) -> dict[int, list]:
    """Return the second members of ``pairs`` by the first."""
    found = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return dict(found)


def among(name: str, ids: list[int]) -> dict[str, Any]:
    """Return the condition that ``name`` is one of ``ids``, for rows that are then found by key.

    Where the ids lie close together it is their range, which the database is asked at a third of the cost: the
    few rows of others are read in vain.
    """
    first, last = min(ids), max(ids)
    if last - first < 2 * len(ids):
        return {f"{name}__gte": first, f"{name}__lte": last}
    return {f"{name}__in": ids}


class KnowledgeSource(PageSource):
    """What the kinds of knowledge have in common: themes, cities, countries and a picture.

    ``columns`` are what the kind's documents hold of the page itself, beside what all pages have.
    ``names_challenges`` is whether pages of the kind say which challenges they answer.
    """

    image_field = "image"
    columns: tuple[str, ...] = ()
    names_challenges = False

    def read(self, rows: QuerySet) -> list:
        """Return the pages as named values, and read for all of them what ``document()`` needs besides."""
        image = (f"{self.image_field}_id",) if self.image_field else ()
        pages = list(rows.values_list(*COLUMNS, *image, *self.columns, named=True))
        if pages:
            self._countries, self._around = known_countries(), regions_around()
            self._images = self.read_images(pages)
            self.read_links([page.pk for page in pages])
        return pages

    def read_images(self, pages: list) -> dict[int, Any]:
        """Return the pictures of the pages with the sizes that were made of them, by primary key."""
        if not self.image_field:
            return {}
        ids = {getattr(page, f"{self.image_field}_id") for page in pages} - {None}
        model = self.model._meta.get_field(self.image_field).related_model
        return model.objects.prefetch_related("renditions").in_bulk(ids) if ids else {}

    def read_links(self, ids: list[int]) -> None:
        """Read the themes, cities and challenges of the pages ``ids``."""
        self._themes = {theme.pk: theme for theme in Theme.objects.select_related("broader")}
        self._aliases = read_aliases()
        self._theme_ids = self.linked("theme_links", ids, "theme")
        self._city_ids = self.linked("city_links", ids, "city")
        self._cities = read_cities({pk for cities in self._city_ids.values() for pk in cities})
        self._challenge_ids = self.linked("challenge_links", ids, "challenge") if self.names_challenges else {}
        self._challenges = read_challenges({pk for named in self._challenge_ids.values() for pk in named})

    def linked(self, name: str, ids: list[int], value: str) -> dict[int, list]:
        """Return, by page, a value of each row of a child relation, in the editors’ order."""
        relation = self.model._meta.get_field(name)
        parent = relation.field.name
        rows = relation.related_model.objects.filter(**among(parent, ids))
        ordered = ("sort_order", "pk") if hasattr(relation.related_model, "sort_order") else ("pk",)
        return gathered(rows.order_by(*ordered).values_list(parent, value))

    def through(self, name: str, ids: list[int], value: str) -> dict[int, list]:
        """Return, by page, a value of each object of a many-to-many relation."""
        field = self.model._meta.get_field(name)
        parent, other = field.m2m_field_name(), field.m2m_reverse_field_name()
        rows = field.remote_field.through._default_manager.filter(**among(parent, ids)).order_by("pk")
        return gathered(rows.values_list(parent, f"{other}__{value}" if value else other))

    def document(self, row: Any, addresses: PageAddresses) -> SearchDocument | None:
        """Return the page's document; a page on no site has none."""
        url = addresses.of(row, self.model)
        if not url:
            return None
        themes = [self._themes[pk] for pk in self._theme_ids.get(row.pk, ())]
        cities = self.cities(row)
        codes = self.country_codes(row, cities)
        challenges = self.challenges(row)
        language = self.language(row)
        facets = {
            "theme": theme_values(themes),
            "country": codes,
            "region": {
                region.slug for code in codes for region in self._around[self._countries[code].region_id]
            },
            "city": [city.slug for city in cities],
            "size": [city.size for city in cities if city.size],
            "challenge": [slug for slug, _title in challenges],
            "legacy": {sector for city in cities for sector in city.sectors},
            "language": [language],
        }
        stored = {
            "title": row.title,
            "url": url,
            "summary": self.summary(row),
            "language": language,
            "theme": themes[0].pk if themes else None,
            "cities": [city.name for city in cities],
            "cover": self._cover(row),
            "key": row.pk,
        }
        labels = [*theme_names(themes, self._aliases), *(city.name for city in cities)]
        labels += [self._countries[code].name for code in codes]
        labels += [title for _slug, title in challenges]
        return SearchDocument(
            object_id=row.pk,
            title=row.title,
            language=language,
            summary=" ".join(filter(None, (stored["summary"], row.search_description))),
            labels=[*labels, *self.labels(row)],
            body=self.body(row),
            facets=facets | self.facets(row),
            day=self.day(row),
            version=version_of(row.last_published_at),
            stored=stored | self.stored(row, cities),
        )

    def cities(self, row: Any) -> list[LinkedCity]:
        """Return the published cities of the page."""
        return [self._cities[pk] for pk in self._city_ids.get(row.pk, ()) if pk in self._cities]

    def challenges(self, row: Any) -> list[tuple[str, str]]:
        """Return slug and title of the public challenges that the page answers."""
        return [self._challenges[pk] for pk in self._challenge_ids.get(row.pk, ()) if pk in self._challenges]

    def country_codes(self, row: Any, cities: list[LinkedCity]) -> list[str]:
        """Return the countries of the page."""
        return list(dict.fromkeys(city.country for city in cities))

    def language(self, row: Any) -> str:
        """Return the language of the page's words, as an ISO 639-1 code."""
        return "en"

    def summary(self, row: Any) -> str:
        """Return what lists say of the page."""
        return row.summary

    def day(self, row: Any) -> date | None:
        """Return the day by which the page is ordered."""
        return row.published_on

    def labels(self, row: Any) -> Iterable[str]:
        """Return further names that belong to the page."""
        return ()

    def body(self, row: Any) -> str:
        """Return the page's words."""
        return stream_words(row.body)

    def facets(self, row: Any) -> Mapping[str, Iterable[str]]:
        """Return the values of the kind's own filters."""
        return {}

    def stored(self, row: Any, cities: list[LinkedCity]) -> Mapping[str, Any]:
        """Return what else the row of a list shows."""
        return {}

    def _cover(self, row: Any) -> list | None:
        """Return address and size of the picture; it is made here, so that no page waits for it."""
        image = self._images.get(getattr(row, f"{self.image_field}_id")) if self.image_field else None
        try:
            return picture_values(image)
        except OSError:  # a file that is lost or broken: the page is found without it
            return None

    def entry(self, stored: Mapping[str, Any]) -> Entry:
        """Return the row of a list."""
        return row_of(self.kind, stored)


# A page shows its themes with those above them, and its cities with their countries and industries.
THEMES_OF_PAGE = {"core.theme": ("theme_links__theme", "theme_links__theme__broader")}
CITY_OF_PAGE = THEMES_OF_PAGE | {
    "cities.city": ("city_links__city",),
    "cities.legacysector": ("city_links__city__sectors",),
    "core.country": ("city_links__city__country",),
}
# A page that answers challenges shows those that are public, as their cities are.
CHALLENGES_OF_PAGE = CITY_OF_PAGE | {
    "cities.city": ("city_links__city", "challenge_links__challenge__city"),
    "cities.challenge": ("challenge_links__challenge",),
}
