"""Rows that the pages of knowledge share: themes and cities."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
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
