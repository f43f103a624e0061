"""The network's priorities and themes, each with what the network knows about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import PageManager

from network.core.blocks import BodyBlock
from network.core.fields import PortalStreamField
from network.core.models import BasePage, PortalPageQuerySet, SingletonPage
from network.core.spine import known_themes
from network.home.overview import gather_priorities, gather_priority


class PriorityKind(models.TextChoices):
    """What a page of this kind is to the network."""

    PRIORITY = "priority", _("Priority")
    THEME = "theme", _("Theme")


class PriorityIndexPage(SingletonPage):
    """All priorities and themes, at ``/priorities/``."""

    fixed_slug = "priorities"
    lead = models.TextField(_("lead"), max_length=400, blank=True)

    content_panels = [*SingletonPage.content_panels, FieldPanel("lead")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.PriorityPage"]
    schema_type = "CollectionPage"
    template = "home/priority_index_page.html"

    class Meta:
        verbose_name = _("list of priorities")

    @property
    def summary(self) -> str:
        """The lead."""
        return self.lead

    def get_context(self, request, *args, **kwargs):
        """Add the priorities and themes with their counts, read here."""
        pages = PriorityPage.objects.visible_to(request).for_cards()
        return super().get_context(request, *args, **kwargs) | gather_priorities(
            priorities=pages, request=request
        )


class PriorityPageQuerySet(PortalPageQuerySet):
    """Priority pages."""

    def for_cards(self) -> "PriorityPageQuerySet":
        """Return the pages in the order that editors gave them, with what a card shows."""
        return self.defer_streamfields().order_by("path")


class PriorityPage(BasePage):
    """A priority or theme: what the network says about it, and everything filed under it."""

    kind = models.CharField(_("kind"), max_length=10, choices=PriorityKind, default=PriorityKind.PRIORITY)
    theme = models.ForeignKey(
        "core.Theme",
        models.PROTECT,
        related_name="+",
        verbose_name=_("theme"),
        help_text=_("Practices, knowledge products, news and cities with this theme stand on the page."),
    )
    statement = models.TextField(
        _("statement"), max_length=400, help_text=_("What the network aims at, in two or three sentences.")
    )
    body = PortalStreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("kind"),
        FieldPanel("theme"),
        FieldPanel("statement"),
        FieldPanel("body"),
    ]
    objects = PageManager.from_queryset(PriorityPageQuerySet)()

    parent_page_types = ["home.PriorityIndexPage"]
    subpage_types: list = []
    template = "home/priority_page.html"

    class Meta:
        verbose_name = _("priority")
        verbose_name_plural = _("priorities")

    @property
    def summary(self) -> str:
        """The statement."""
        return self.statement

    def json_ld(self, request) -> dict:
        """Add what the page is about."""
        theme = known_themes()[self.theme_id]
        return super().json_ld(request) | {"about": {"@type": "DefinedTerm", "name": theme.name}}

    def get_context(self, request, *args, **kwargs):
        """Add what is filed under the theme, read here."""
        return super().get_context(request, *args, **kwargs) | gather_priority(
            theme_id=self.theme_id, request=request
        )
