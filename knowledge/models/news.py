"""News, stories, results and opportunities."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from knowledge.dates import iso_date
from knowledge.enums import NewsKind
from knowledge.models.base import DatedPage, KnowledgePage, date_constraint
from knowledge.models.links import CityLink, ThemeLink
from knowledge.panels import news_edit_handler
from knowledge.querysets import NewsManager
from knowledge.sheets import news_facts
from network.core.blocks import BodyBlock
from network.core.fields import PortalStreamField


class NewsPage(DatedPage, KnowledgePage):
    """Something that happened in the network or its cities, or something to apply for."""

    kind = models.CharField(_("kind"), max_length=12, choices=NewsKind, default=NewsKind.NEWS)
    deadline_on = models.DateField(_("deadline"), null=True, blank=True, help_text=_("Of an opportunity."))
    image = models.ForeignKey(
        "media.PortalImage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("image")
    )
    body = PortalStreamField(BodyBlock(), blank=True, verbose_name=_("text"))

    objects = NewsManager()

    parent_page_types = ["knowledge.NewsIndexPage"]
    subpage_types: list[str] = []
    list_url = "/news/"
    kind_in_index = "news"
    described_images = ("image", "social_image")
    edit_handler = news_edit_handler()
    schema_type = "NewsArticle"

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")
        constraints = [
            date_constraint("news_date_and_precision"),
            models.CheckConstraint(condition=models.Q(kind__in=NewsKind.values), name="news_kind_is_known"),
            models.CheckConstraint(
                condition=models.Q(deadline_on__isnull=True) | models.Q(kind=NewsKind.OPPORTUNITY),
                name="only_opportunities_have_deadlines",
                violation_error_message=_("Only an opportunity has a deadline."),
            ),
        ]

    def get_context(self, request, *args, **kwargs):
        """Add the facts."""
        return super().get_context(request, *args, **kwargs) | {"facts": news_facts(self)}

    def json_ld(self, request) -> dict:
        """Return a schema.org NewsArticle with its date."""
        published = iso_date(self.published_on, self.date_precision)
        return super().json_ld(request) | ({"datePublished": published} if published else {})

    def row_values(self) -> dict:
        """Add kind and date."""
        return super().row_values() | {
            "type": self.kind,
            "date": self.published_on.isoformat() if self.published_on else None,
            "precision": self.date_precision,
        }


class NewsTheme(ThemeLink):
    """A theme of a news item."""

    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="theme_links")


class NewsCity(CityLink):
    """A city of a page."""

    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="city_links")
