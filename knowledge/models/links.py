"""Rows that the pages of knowledge share: themes, source addresses."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable


class ThemeLink(Orderable):
    """A theme of a page; the first one is the main theme."""

    theme = models.ForeignKey("core.Theme", models.PROTECT, related_name="+", verbose_name=_("theme"))

    panels = [FieldPanel("theme")]

    class Meta(Orderable.Meta):
        abstract = True
        constraints = [models.UniqueConstraint(fields=["page", "theme"], name="%(class)s_once_a_page")]


class CityLink(Orderable):
    """A city that a page comes from or is about."""

    city = models.ForeignKey("cities.City", models.CASCADE, related_name="+", verbose_name=_("city"))

    panels = [FieldPanel("city")]

    class Meta(Orderable.Meta):
        abstract = True
        constraints = [models.UniqueConstraint(fields=["page", "city"], name="%(class)s_once_a_page")]


class SourceLink(Orderable):
    """Where the facts of a page come from; shown on the page."""

    label = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("Shown instead of the bare address.")
    )
    url = models.URLField(_("address"), max_length=500, blank=True)

    panels = [FieldRowPanel([FieldPanel("url"), FieldPanel("label")])]

    class Meta(Orderable.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(label="", url=""),
                name="%(class)s_says_something",
                violation_error_message=_("Give the address, or name the source."),
            )
        ]

    @property
    def text(self) -> str:
        """The name of the source, or its host."""
        return self.label or self.url.partition("//")[2].partition("/")[0].removeprefix("www.")
