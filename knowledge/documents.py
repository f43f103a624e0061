"""What the search index holds of products, practices, news and collections."""

from collections import defaultdict
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cities.documents import read_aliases
from knowledge.enums import ProductType
from knowledge.files import file_type
from knowledge.indexed_pages import (
    CHALLENGES_OF_PAGE,
    CITY_OF_PAGE,
    THEMES_OF_PAGE,
    KnowledgeSource,
    among,
)
from knowledge.models import CollectionPage, GoodPracticePage, KnowledgeProductPage, NewsPage, ProductFile
from knowledge.models.practice import partner_names, short_text
from network.core.labels import label_of
from network.core.models import Theme
from network.core.plain_text import rich_text_words, stream_words


class ProductSource(KnowledgeSource):
    """Knowledge products that no newer one has taken the place of."""

    kind = "product"
    label = _("Knowledge product")
    model = KnowledgeProductPage
    names_challenges = True
    image_field = "cover"
    columns = (
        *(
            "subtitle",
            "product_type",
            "publisher",
            "series",
            "isbn",
            "doi",
            "language",
            "published_on",
            "pages",
        ),
        *("key_messages", "body", "audience"),
    )
    related = CHALLENGES_OF_PAGE | {
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
        current = ProductFile.objects.filter(**among("page", ids), is_current=True)
        for file in current.select_related("document").order_by("sort_order", "pk"):
            self._files[file.page_id].append(file)

    def language(self, row):
        """Return the original's language."""
        return row.language

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


class PracticeSource(KnowledgeSource):
    """Good practices."""

    kind = "practice"
    label = _("Good practice")
    model = GoodPracticePage
    names_challenges = True
    columns = (
        *("challenge", "context", "solution", "results", "what_failed", "enabling_factors", "transferability"),
        *("cost", "staff", "time_needed", "legal_basis", "who_benefits", "who_pays", "body"),
        *("year_start", "year_end", "partners", "contact", "evidence_level"),
    )
    related = CHALLENGES_OF_PAGE | {"media.portalimage": ("image",)}

    def summary(self, row):
        """Return the summary, or the beginning of what was done."""
        return short_text(row)

    def day(self, row):
        """Return the last year known, as the list is ordered."""
        year = row.year_end or row.year_start
        return date(year, 1, 1) if year else None

    def labels(self, row):
        """Return the partners and the contact."""
        return [*partner_names(row), row.contact]

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


class NewsSource(KnowledgeSource):
    """News, stories, results and opportunities."""

    kind = "news"
    label = _("News")
    model = NewsPage
    columns = ("body", "kind", "published_on", "date_precision")
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


class CollectionSource(KnowledgeSource):
    """Curated collections."""

    kind = "collection"
    label = _("Collection")
    model = CollectionPage
    image_field = ""
    columns = ("note", "curator", "first_published_at")
    related = THEMES_OF_PAGE

    def read_links(self, ids):
        """Read the themes: a collection has no cities, it is about what it holds."""
        self._themes = {theme.pk: theme for theme in Theme.objects.select_related("broader")}
        self._aliases = read_aliases()
        self._theme_ids = self.linked("theme_links", ids, "theme")

    def cities(self, row):
        """Return none."""
        return []

    def challenges(self, row):
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


SOURCES = (ProductSource(), PracticeSource(), NewsSource(), CollectionSource())
