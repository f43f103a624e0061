"""A page of text: about, accessibility statement, privacy, imprint."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from network.core.blocks import BodyBlock
from network.core.fields import PortalStreamField
from network.core.models import BasePage


class StandardPage(BasePage):
    """A page of text; pages below it are listed at its end."""

    lead = models.TextField(_("lead"), max_length=400, blank=True)
    body = PortalStreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("lead"), FieldPanel("body")]
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    template = "home/standard_page.html"

    class Meta:
        verbose_name = _("standard page")

    @property
    def summary(self) -> str:
        """The lead."""
        return self.lead

    def get_context(self, request, *args, **kwargs):
        """Add the pages below this one that the reader may open."""
        context = super().get_context(request, *args, **kwargs)
        below = StandardPage.objects.child_of(self).visible_to(request).order_by("path")
        context["below"] = [(page, page.get_url(request)) for page in below.defer_streamfields()]
        return context
