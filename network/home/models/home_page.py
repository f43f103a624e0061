"""The first page of the portal."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from network.core.models import BasePage


class HomePage(BasePage):
    """The way in: what the network is, its priorities, what is new, where its cities are."""

    headline = models.CharField(_("headline"), max_length=120, blank=True)
    lead = models.TextField(_("lead"), max_length=400, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("headline"), FieldPanel("lead")]
    max_count = 1
    schema_type = "WebSite"

    class Meta:
        verbose_name = _("home page")

    @property
    def summary(self) -> str:
        """The lead."""
        return self.lead
