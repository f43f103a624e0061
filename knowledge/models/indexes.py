"""The three lists: knowledge, good practices, news. Each exists once, at an address that does not change."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.panels import FieldPanel

from knowledge.enums import EvidenceLevel, NewsKind, ProductType
from knowledge.filters import (
    SORTS,
    Catalogue,
    ChoicesFilter,
    CityFilter,
    CountryFilter,
    Filter,
    LanguageFilter,
    RegionFilter,
    SizeFilter,
    ThemeFilter,
    YearFilter,
    city_rows,
    country_rows,
)
from knowledge.models.collection import CollectionPage
from knowledge.models.news import NewsPage
from knowledge.models.practice import GoodPracticePage
from knowledge.models.product import KnowledgeProductPage
from network.core.models import SingletonPage
from network.core.pagination import paginate

CATALOGUE = "knowledge/catalogue.html"


class IndexPage(SingletonPage):
    """A list of pages with search words, filters and pages of results."""

    lead = models.TextField(_("lead"), max_length=300, blank=True)

    search_label = _("Search")
    parent_page_types = ["home.HomePage"]
    schema_type = "CollectionPage"
    content_panels = [*SingletonPage.content_panels, FieldPanel("lead")]

    class Meta:
        abstract = True

    @property
    def summary(self) -> str:
        """The lead."""
        return self.lead

    @property
    def feed_url(self) -> str:
        """The list's Atom feed."""
        return f"/feeds/{self.fixed_slug}/"

    def pages_for(self, request):
        """Return all that the list may show this reader."""
        raise NotImplementedError

    def filters(self) -> list[Filter]:
        """Return the filters in the order of the sidebar."""
        raise NotImplementedError

    def counted(self, count: int) -> str:
        """Return the number of results in words, such as “85 products”."""
        raise NotImplementedError

    def collections_for(self, request) -> list:
        """Return the collections that stand above the list."""
        return []

    def get_context(self, request, *args, **kwargs):
        """Add the list: results of this page, facets, chips and the ways out of an empty list."""
        context = super().get_context(request, *args, **kwargs)
        catalogue = Catalogue(base=self.pages_for(request), filters=self.filters(), asked=request.GET)
        page_obj = paginate(catalogue.results().for_listing(), request)
        chips = catalogue.chips()
        count = page_obj.paginator.count
        return context | {
            "catalogue": catalogue,
            "page_obj": page_obj,
            "entries": [item.as_entry() for item in page_obj],
            "count_text": self.counted(count),
            "facets": catalogue.facets(),
            "chips": chips,
            "sorts": SORTS.items(),
            "search_label": self.search_label,
            "ways_out": catalogue.ways_out() if chips and not count else [],
            "collections": [] if chips or page_obj.number > 1 else self.collections_for(request),
        }


class KnowledgeIndexPage(IndexPage):
    """The catalogue of knowledge products."""

    template = CATALOGUE
    fixed_slug = "knowledge"
    search_label = _("Search the catalogue")
    subpage_types = ["knowledge.KnowledgeProductPage", "knowledge.CollectionPage"]

    class Meta:
        verbose_name = _("knowledge catalogue")

    def pages_for(self, request):
        """Return the products that are not superseded."""
        return KnowledgeProductPage.objects.visible_to(request).current()

    def filters(self):
        """Return type, theme, region; city, country, language and year come by links only."""
        return [
            ChoicesFilter("type", _("Product type"), "product_type", ProductType),
            ThemeFilter("theme", _("Theme")),
            RegionFilter("region", _("Region"), country_rows),
            CityFilter("city"),
            CountryFilter("country"),
            LanguageFilter("language"),
            YearFilter("year"),
        ]

    def counted(self, count):
        """Return “85 products”."""
        return ngettext("%(count)s product", "%(count)s products", count) % {"count": count}

    def collections_for(self, request):
        """Return the newest collections as rows."""
        pages = CollectionPage.objects.visible_to(request).for_listing().newest()[:4]
        return [page.as_entry() for page in pages]


class PracticeIndexPage(IndexPage):
    """The catalogue of good practices."""

    template = CATALOGUE
    fixed_slug = "practices"
    search_label = _("Search good practices")
    subpage_types = ["knowledge.GoodPracticePage"]

    class Meta:
        verbose_name = _("practice catalogue")

    def pages_for(self, request):
        """Return the practices."""
        return GoodPracticePage.objects.visible_to(request)

    def filters(self):
        """Return theme, region, size of city, evidence; city and country come by links only."""
        return [
            ThemeFilter("theme", _("Theme")),
            RegionFilter("region", _("Region"), city_rows),
            SizeFilter("size", _("Inhabitants")),
            ChoicesFilter("evidence", _("Evidence"), "evidence_level", EvidenceLevel),
            CityFilter("city"),
            CountryFilter("country"),
        ]

    def counted(self, count):
        """Return “40 good practices”."""
        return ngettext("%(count)s good practice", "%(count)s good practices", count) % {"count": count}


class NewsIndexPage(IndexPage):
    """The list of news."""

    template = CATALOGUE
    fixed_slug = "news"
    search_label = _("Search news")
    subpage_types = ["knowledge.NewsPage"]

    class Meta:
        verbose_name = _("news list")

    def pages_for(self, request):
        """Return the news."""
        return NewsPage.objects.visible_to(request)

    def filters(self):
        """Return kind, theme, region; city and year come by links only."""
        return [
            ChoicesFilter("type", _("Kind"), "kind", NewsKind),
            ThemeFilter("theme", _("Theme")),
            RegionFilter("region", _("Region"), city_rows),
            CityFilter("city"),
            YearFilter("year"),
        ]

    def counted(self, count):
        """Return “24 news items”."""
        return ngettext("%(count)s news item", "%(count)s news items", count) % {"count": count}
