"""The three lists: knowledge, good practices, news. Each exists once, at an address that does not change."""

from django.db import models
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from knowledge.lists import (
    NEWS_FILTERS,
    PRACTICE_FILTERS,
    PRODUCT_FILTERS,
    count_news,
    count_practices,
    count_products,
    knowledge_list,
)
from knowledge.models.collection import CollectionPage
from knowledge.models.news import NewsPage
from knowledge.models.practice import GoodPracticePage
from knowledge.models.product import KnowledgeProductPage
from knowledge.models.submission import Submission
from network.core.access import can
from network.core.models import SingletonPage
from network.search.listing import Listing, ListSpec
from network.search.partials import PARTIAL, asks_for_part, vary_by_part

CATALOGUE = "knowledge/catalogue.html"


class IndexPage(SingletonPage):
    """A list of pages with search words, filters and pages of results."""

    lead = models.TextField(_("lead"), max_length=300, blank=True)

    list_spec: ListSpec
    submit_url = ""  # where members write such pages
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

    def collections_for(self, request) -> list:
        """Return the collections that stand above the list."""
        return []

    def get_context(self, request, *args, **kwargs):
        """Add the list as the address asks for it, read here: the template asks nothing further."""
        listing = Listing(self.list_spec, request, title=self.title).gathered()
        if asks_for_part(request):
            return {"listing": listing, "page": self, "request": request}
        first = not listing.is_narrowed and listing.page_obj.number == 1
        return super().get_context(request, *args, **kwargs) | {
            "listing": listing,
            "collections": self.collections_for(request) if first else [],
            "submit_url": self.submit_url if self.submit_url and can(request, "create", Submission) else "",
        }

    def serve(self, request, *args, **kwargs):
        """Return the page, or the part of it that a script asks for: both stand at the same address."""
        if asks_for_part(request):
            response = TemplateResponse(request, PARTIAL, self.get_context(request, *args, **kwargs))
        else:
            response = super().serve(request, *args, **kwargs)
        return vary_by_part(response)


class KnowledgeIndexPage(IndexPage):
    """The catalogue of knowledge products."""

    template = CATALOGUE
    fixed_slug = "knowledge"
    list_spec = knowledge_list(
        KnowledgeProductPage,
        path="/knowledge/",
        kind="product",
        filters=PRODUCT_FILTERS,
        label=_("Search the catalogue"),
        counted=count_products,
    )
    subpage_types = ["knowledge.KnowledgeProductPage", "knowledge.CollectionPage"]

    class Meta:
        verbose_name = _("knowledge catalogue")

    def collections_for(self, request):
        """Return the newest collections as rows."""
        pages = CollectionPage.objects.visible_to(request).for_listing().newest()[:4]
        return [page.as_entry() for page in pages]


class PracticeIndexPage(IndexPage):
    """The catalogue of good practices."""

    template = CATALOGUE
    fixed_slug = "practices"
    submit_url = "/practices/new/"
    list_spec = knowledge_list(
        GoodPracticePage,
        path="/practices/",
        kind="practice",
        filters=PRACTICE_FILTERS,
        label=_("Search good practices"),
        counted=count_practices,
    )
    subpage_types = ["knowledge.GoodPracticePage"]

    class Meta:
        verbose_name = _("practice catalogue")


class NewsIndexPage(IndexPage):
    """The list of news."""

    template = CATALOGUE
    fixed_slug = "news"
    submit_url = "/news/new/"
    list_spec = knowledge_list(
        NewsPage,
        path="/news/",
        kind="news",
        filters=NEWS_FILTERS,
        label=_("Search news"),
        counted=count_news,
    )
    subpage_types = ["knowledge.NewsPage"]

    class Meta:
        verbose_name = _("news list")
