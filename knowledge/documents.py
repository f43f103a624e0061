"""What the search index holds of products, practices, news and collections."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.documents import read_aliases
from cities.enums import SizeClass
from cities.models import City
from knowledge.dates import format_date
from knowledge.enums import DatePrecision, EvidenceLevel, NewsKind, ProductType
from knowledge.files import describe_files, file_type
from knowledge.languages import language_name
from knowledge.models import CollectionPage, GoodPracticePage, KnowledgeProductPage, NewsPage, ProductFile
from knowledge.models.base import name_cities
from network.core.entries import Entry, Picture
from network.core.labels import label_of
from network.core.models import Theme
from network.core.places import known_countries, regions_around
from network.core.plain_text import rich_text_words, stream_words
from network.core.spine import known_themes
from network.search.documents import PageAddresses, SearchDocument, version_of
from network.search.pages import PageSource
from network.search.shared_filters import theme_names, theme_values

COVER = "fill-160x226"
# Of Wagtail's columns those that no document holds; to read them takes a sixth of the time of a page.
COLUMNS_OF_EDITORS = (
    *("draft_title", "show_in_menus", "has_unpublished_changes", "latest_revision_created_at", "owner"),
    *("first_published_at", "go_live_at", "expire_at", "expired", "locked", "locked_at", "locked_by"),
    *("translation_key", "locale", "alias_of", "latest_revision", "live_revision", "social_image"),
)


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


def gathered(pairs: Iterable[tuple[int, Any]]) -> dict[int, list]:
    """Return the second members of ``pairs`` by the first."""
    found = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return dict(found)


class KnowledgeSource(PageSource):
    """What the kinds of knowledge have in common: themes, cities, countries and a picture.

    A network may have a hundred thousand pages, and instances of all that hangs on them would take most of the
    time of building an index. So the rows that belong to a batch of pages are read as values.
    """

    image_field = "image"
    unread: tuple[str, ...] = ("sources", *COLUMNS_OF_EDITORS)

    def read(self, rows: QuerySet) -> list:
        """Return the pages, and read for all of them what ``document()`` needs besides."""
        rows = rows.defer(*self.unread)
        if self.image_field:
            rows = rows.select_related(self.image_field)
        pages = list(rows)
        if not pages:
            return pages
        if self.image_field:
            pictures = [image for page in pages if (image := getattr(page, self.image_field))]
            prefetch_related_objects(pictures, "renditions")
        self._countries, self._around = known_countries(), regions_around()
        self.read_links([page.pk for page in pages])
        return pages

    def read_links(self, ids: list[int]) -> None:
        """Read the themes and cities of the pages ``ids``."""
        self._themes = {theme.pk: theme for theme in Theme.objects.select_related("broader")}
        self._aliases = read_aliases()
        self._theme_ids = self.linked("theme_links", ids, "theme")
        self._city_ids = self.linked("city_links", ids, "city")
        self._cities = read_cities({pk for cities in self._city_ids.values() for pk in cities})

    def linked(self, name: str, ids: list[int], value: str) -> dict[int, list]:
        """Return, by page, a value of each row of a child relation, in the editors’ order."""
        relation = self.model._meta.get_field(name)
        parent = relation.field.name
        rows = relation.related_model.objects.filter(**{f"{parent}__in": ids})
        ordered = ("sort_order", "pk") if hasattr(relation.related_model, "sort_order") else ("pk",)
        return gathered(rows.order_by(*ordered).values_list(parent, value))

    def through(self, name: str, ids: list[int], value: str) -> dict[int, list]:
        """Return, by page, a value of each object of a many-to-many relation."""
        field = self.model._meta.get_field(name)
        parent, other = field.m2m_field_name(), field.m2m_reverse_field_name()
        rows = field.remote_field.through._default_manager.filter(**{f"{parent}__in": ids}).order_by("pk")
        return gathered(rows.values_list(parent, f"{other}__{value}" if value else other))

    def document(self, row: Any, addresses: PageAddresses) -> SearchDocument | None:
        """Return the page's document; a page on no site has none."""
        url = addresses.of(row)
        if not url:
            return None
        themes = [self._themes[pk] for pk in self._theme_ids.get(row.pk, ())]
        cities = self.cities(row)
        codes = self.country_codes(row, cities)
        language = getattr(row, "language", "en")
        facets = {
            "theme": theme_values(themes),
            "country": codes,
            "region": {
                region.slug for code in codes for region in self._around[self._countries[code].region_id]
            },
            "city": [city.slug for city in cities],
            "size": [city.size for city in cities if city.size],
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

    def country_codes(self, row: Any, cities: list[LinkedCity]) -> list[str]:
        """Return the countries of the page."""
        return list(dict.fromkeys(city.country for city in cities))

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
        image = getattr(row, self.image_field) if self.image_field else None
        if image is None:
            return None
        try:
            rendition = image.get_rendition(COVER)
        except OSError:  # a file that is lost or broken: the page is found without it
            return None
        return [rendition.url, rendition.width, rendition.height]

    def entry(self, stored: Mapping[str, Any]) -> Entry:
        """Return the row of a list."""
        theme = known_themes().get(stored["theme"])
        return Entry(
            title=stored["title"],
            url=stored["url"],
            summary=stored["summary"],
            theme=theme,
            cover=Picture(*stored["cover"]) if stored["cover"] else None,
            key=stored["key"],
            language="" if stored["language"] == "en" else stored["language"],
            **self.entry_values(stored, theme),
        )

    def entry_values(self, stored: Mapping[str, Any], theme: Theme | None) -> dict[str, Any]:
        """Return the kind's own part of a row."""
        raise NotImplementedError


# A page shows its themes with those above them, and its cities with their countries and industries.
THEMES_OF_PAGE = {"core.theme": ("theme_links__theme", "theme_links__theme__broader")}
CITY_OF_PAGE = THEMES_OF_PAGE | {
    "cities.city": ("city_links__city",),
    "cities.legacysector": ("city_links__city__sectors",),
    "core.country": ("city_links__city__country",),
}


class ProductSource(KnowledgeSource):
    """Knowledge products that no newer one has taken the place of."""

    kind = "product"
    label = _("Knowledge product")
    model = KnowledgeProductPage
    image_field = "cover"
    related = CITY_OF_PAGE | {
        "media.portalimage": ("cover",),
        "media.portaldocument": ("files__document",),
        "taggit.tag": ("tagged_items__tag",),
        "core.country": ("countries",),
        # A deleted successor leaves its predecessor as the newest one again, which Django tells nobody of.
        "knowledge.knowledgeproductpage": ("superseded_by",),
    }

    def public(self) -> QuerySet:
        """Leave out what was superseded."""
        return super().public().current()

    def read_links(self, ids):
        """Read countries, goals, tags, authors and files too."""
        super().read_links(ids)
        self._country_codes = self.through("countries", ids, "")
        self._goals = self.through("sdg_targets", ids, "goal")
        self._tags = self.linked("tagged_items", ids, "tag__name")
        self._authors = self.linked("authors", ids, "name")
        self._files = defaultdict(list)
        current = ProductFile.objects.filter(page__in=ids, is_current=True)
        for file in current.select_related("document").order_by("sort_order", "pk"):
            self._files[file.page_id].append(file)

    def country_codes(self, row, cities):
        """Return the product’s own countries; those of its cities are among them."""
        return self._country_codes.get(row.pk, [])

    def language_codes(self, row):
        """Return the original's language and those of the files, each once."""
        return list(dict.fromkeys([row.language, *(file.language for file in self._files.get(row.pk, ()))]))

    def labels(self, row):
        """Return type, authors, publisher, series, tags and numbers."""
        kind = label_of(ProductType, row.product_type) if row.product_type else ""
        yield from (row.subtitle, kind, row.publisher, row.series, row.isbn, row.doi)
        yield from self._authors.get(row.pk, ())
        yield from self._tags.get(row.pk, ())

    def body(self, row):
        """Return key messages, text and audience."""
        texts = (stream_words(row.key_messages), stream_words(row.body), rich_text_words(row.audience))
        return " ".join(filter(None, texts))

    def facets(self, row):
        """Return type, languages, year and goals."""
        return {
            "type": [row.product_type],
            "language": self.language_codes(row),
            "year": [str(row.published_on.year)] if row.published_on else [],
            "sdg": {str(goal) for goal in self._goals.get(row.pk, ())},
        }

    def stored(self, row, cities):
        """Return type, year, languages and what can be downloaded."""
        return {
            "type": row.product_type,
            "year": row.published_on.year if row.published_on else None,
            "languages": self.language_codes(row),
            "files": [
                (file_type(file.document), file.document.file_size) for file in self._files.get(row.pk, ())
            ],
            "pages": row.pages,
        }

    def entry_values(self, stored, theme):
        return {
            "kind": label_of(ProductType, stored["type"]),
            "theme_url": theme.products_url if theme else "",
            "facts": (
                str(stored["year"] or ""),
                ", ".join(language_name(code) for code in stored["languages"]),
            ),
            "notes": (name_cities(stored["cities"]), describe_files(stored["files"], stored["pages"])),
        }


class PracticeSource(KnowledgeSource):
    """Good practices."""

    kind = "practice"
    label = _("Good practice")
    model = GoodPracticePage
    related = CITY_OF_PAGE | {"media.portalimage": ("image",)}

    def summary(self, row):
        """Return the summary, or the beginning of what was done."""
        return row.short_text

    def day(self, row):
        """Return the last year known, as the list is ordered."""
        year = row.year_end or row.year_start
        return date(year, 1, 1) if year else None

    def labels(self, row):
        """Return the partners and the contact."""
        return [*row.partner_names, row.contact]

    def body(self, row):
        """Return everything that is told of the practice."""
        told = (
            *(row.challenge, row.context, row.solution, row.results, row.what_failed),
            *(row.enabling_factors, row.transferability),
        )
        plain = (row.cost, row.staff, row.time_needed, row.legal_basis, row.who_benefits, row.who_pays)
        return " ".join(filter(None, (rich_text_words(*told), *plain, stream_words(row.body))))

    def facets(self, row):
        """Return evidence and the years in which it began and ended."""
        years = {row.year_start, row.year_end} - {None}
        return {"evidence": [row.evidence_level], "year": [str(year) for year in years]}

    def stored(self, row, cities):
        """Return period, evidence and places."""
        return {
            "years": [row.year_start, row.year_end],
            "evidence": row.evidence_level,
            "places": "; ".join(f"{city.name}, {self._countries[city.country].name}" for city in cities[:4]),
        }

    def entry_values(self, stored, theme):
        first, last = stored["years"]
        return {
            "kind": gettext("Good practice"),
            "theme_url": theme.practices_url if theme else "",
            "facts": (
                GoodPracticePage(year_start=first, year_end=last).period,
                label_of(EvidenceLevel, stored["evidence"]),
            ),
            "notes": (stored["places"],),
        }


class NewsSource(KnowledgeSource):
    """News, stories, results and opportunities."""

    kind = "news"
    label = _("News")
    model = NewsPage
    related = CITY_OF_PAGE | {"media.portalimage": ("image",)}

    def facets(self, row):
        """Return kind and year."""
        return {"type": [row.kind], "year": [str(row.published_on.year)] if row.published_on else []}

    def stored(self, row, cities):
        """Return kind and date."""
        return {
            "type": row.kind,
            "date": row.published_on.isoformat() if row.published_on else None,
            "precision": row.date_precision,
        }

    def entry_values(self, stored, theme):
        day = date.fromisoformat(stored["date"]) if stored["date"] else None
        exact = stored["precision"] == DatePrecision.DAY
        return {
            "kind": label_of(NewsKind, stored["type"]),
            "theme_url": f"/news/?theme={theme.slug}" if theme else "",
            "published_on": day if exact else None,
            "facts": ("" if exact else format_date(day, stored["precision"]),),
            "notes": (name_cities(stored["cities"]),),
        }


class CollectionSource(KnowledgeSource):
    """Curated collections."""

    kind = "collection"
    label = _("Collection")
    model = CollectionPage
    image_field = ""
    related = THEMES_OF_PAGE

    def read_links(self, ids):
        """Read the themes: a collection has no cities, it is about what it holds."""
        self._themes = {theme.pk: theme for theme in Theme.objects.select_related("broader")}
        self._aliases = read_aliases()
        self._theme_ids = self.linked("theme_links", ids, "theme")

    def cities(self, row):
        """Return none."""
        return []

    def day(self, row):
        """Return when it was first published."""
        return row.first_published_at.date() if row.first_published_at else None

    def labels(self, row):
        """Return who chose."""
        return (row.curator,)

    def body(self, row):
        """Return the curator’s note; remarks on items may concern what not everybody may see."""
        return rich_text_words(row.note)

    def entry_values(self, stored, theme):
        return {"kind": gettext("Collection"), "theme_url": theme.products_url if theme else ""}


SOURCES = (ProductSource(), PracticeSource(), NewsSource(), CollectionSource())
