"""What the search index holds of products, practices, news and collections."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.models import City
from knowledge.dates import format_date
from knowledge.enums import DatePrecision, EvidenceLevel, NewsKind, ProductType
from knowledge.files import describe_files
from knowledge.languages import language_name
from knowledge.models import CollectionPage, GoodPracticePage, KnowledgeProductPage, NewsPage
from knowledge.models.base import name_cities
from network.core.entries import Entry, Picture
from network.core.models import SdgTarget, Theme, ThemeAlias
from network.core.places import known_countries, regions_around
from network.core.plain_text import rich_text_words, stream_words
from network.core.spine import known_themes
from network.search.documents import PageAddresses, SearchDocument, version_of
from network.search.pages import PageSource
from network.search.shared_filters import theme_names, theme_values

COVER = "fill-160x226"


class KnowledgeSource(PageSource):
    """What the kinds of knowledge have in common: themes, cities, countries and a picture."""

    image_field = "image"
    children: tuple[str, ...] = ("theme_links", "city_links")

    def ready(self, rows: QuerySet) -> QuerySet:
        """Read the children, and of a batch once what all rows share."""
        self._themes = {theme.pk: theme for theme in Theme.objects.select_related("broader")}
        self._aliases = defaultdict(list)
        for theme, name in ThemeAlias.objects.values_list("theme", "name"):
            self._aliases[theme].append(name)
        self._countries, self._around = known_countries(), regions_around()
        cities = City.objects.prefetch_related("sectors")
        links = [Prefetch(f"{name}__city", cities) if name == "city_links" else name for name in self.children]
        images = [f"{self.image_field}__renditions"] if self.image_field else []
        rows = rows.select_related(self.image_field) if self.image_field else rows
        return rows.prefetch_related(*links, *images)

    def document(self, row: Any, addresses: PageAddresses) -> SearchDocument | None:
        """Return the page's document; a page on no site has none."""
        url = addresses.of(row)
        if not url:
            return None
        themes = [self._themes[link.theme_id] for link in row.theme_links.all()]
        cities = self.cities(row)
        codes = self.country_codes(row, cities)
        facets = {
            "theme": theme_values(themes),
            "country": codes,
            "region": {
                region.slug for code in codes for region in self._around[self._countries[code].region_id]
            },
            "city": [city.slug for city in cities],
            "size": [size for city in cities if (size := city.size_class)],
            "legacy": {sector.slug for city in cities for sector in city.sectors.all()},
            "language": [getattr(row, "language", "en")],
        }
        stored = {
            "title": row.title,
            "url": url,
            "summary": self.summary(row),
            "language": getattr(row, "language", "en"),
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
            language=stored["language"],
            summary=" ".join(filter(None, (stored["summary"], row.search_description))),
            labels=[*labels, *self.labels(row)],
            body=self.body(row),
            facets=facets | self.facets(row),
            day=self.day(row),
            version=version_of(row.last_published_at),
            stored=stored | self.stored(row, cities),
        )

    def cities(self, row: Any) -> list[City]:
        """Return the published cities of the page."""
        return row.city_list

    def country_codes(self, row: Any, cities: list[City]) -> list[str]:
        """Return the countries of the page."""
        return list(dict.fromkeys(city.country_id for city in cities))

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

    def stored(self, row: Any, cities: list[City]) -> Mapping[str, Any]:
        """Return what else the row of a list shows."""
        return {}

    def _cover(self, row: Any) -> list | None:
        """Return address and size of the picture; it is made here, so that no page waits for it."""
        image = getattr(row, self.image_field) if self.image_field else None
        if image is None:
            return None
        rendition = image.get_rendition(COVER)
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


CITY_OF_PAGE = {"cities.city": "city_links__city", "core.theme": "theme_links__theme"}


class ProductSource(KnowledgeSource):
    """Knowledge products that no newer one has taken the place of."""

    kind = "product"
    label = _("Knowledge product")
    model = KnowledgeProductPage
    image_field = "cover"
    children = ("theme_links", "city_links", "countries", "tagged_items__tag", "authors", "files__document")
    related = CITY_OF_PAGE | {
        "media.portalimage": "cover",
        "media.portaldocument": "files__document",
        "taggit.tag": "tagged_items__tag",
        "core.country": "countries",
    }

    def public(self) -> QuerySet:
        """Leave out what was superseded."""
        return super().public().current()

    def ready(self, rows: QuerySet) -> QuerySet:
        """Read the goals of the targets too."""
        return (
            super()
            .ready(rows)
            .prefetch_related(Prefetch("sdg_targets", SdgTarget.objects.only("code", "goal")))
        )

    def country_codes(self, row, cities):
        """Return the product’s own countries; those of its cities are among them."""
        return [country.pk for country in row.countries.all()]

    def labels(self, row):
        """Return type, authors, publisher, series, tags and numbers."""
        yield from (row.subtitle, row.get_product_type_display(), row.publisher, row.series, row.isbn, row.doi)
        yield from (author.name for author in row.authors.all())
        yield from (item.tag.name for item in row.tagged_items.all())

    def body(self, row):
        """Return key messages, text and audience."""
        texts = (stream_words(row.key_messages), stream_words(row.body), rich_text_words(row.audience))
        return " ".join(filter(None, texts))

    def facets(self, row):
        """Return type, languages, year and goals."""
        return {
            "type": [row.product_type],
            "language": row.language_codes,
            "year": [str(row.published_on.year)] if row.published_on else [],
            "sdg": {str(target.goal_id) for target in row.sdg_targets.all()},
        }

    def stored(self, row, cities):
        """Return type, year, languages and what can be downloaded."""
        return {
            "type": row.product_type,
            "year": row.published_on.year if row.published_on else None,
            "languages": row.language_codes,
            "files": row.file_facts,
            "pages": row.pages,
        }

    def entry_values(self, stored, theme):
        return {
            "kind": str(ProductType(stored["type"]).label) if stored["type"] else "",
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
    related = CITY_OF_PAGE | {"media.portalimage": "image"}

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
            "places": "; ".join(f"{city.name}, {self._countries[city.country_id].name}" for city in cities[:4]),
        }

    def entry_values(self, stored, theme):
        evidence = stored["evidence"]
        first, last = stored["years"]
        return {
            "kind": gettext("Good practice"),
            "theme_url": theme.practices_url if theme else "",
            "facts": (
                GoodPracticePage(year_start=first, year_end=last).period,
                str(EvidenceLevel(evidence).label) if evidence else "",
            ),
            "notes": (stored["places"],),
        }


class NewsSource(KnowledgeSource):
    """News, stories, results and opportunities."""

    kind = "news"
    label = _("News")
    model = NewsPage
    related = CITY_OF_PAGE | {"media.portalimage": "image"}

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
            "kind": str(NewsKind(stored["type"]).label),
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
    children = ("theme_links",)
    related = {"core.theme": "theme_links__theme"}

    def cities(self, row):
        """Return none: a collection is about what it holds."""
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
