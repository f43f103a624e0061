"""The first page of the portal."""

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.blocks import CharBlock, StructBlock, TextBlock
from wagtail.models import Orderable

from network.core.fields import PortalStreamField
from network.core.identity import read_network
from network.core.models import BasePage
from network.core.models.menus import check_address
from network.home.models.priority_pages import PriorityKind, PriorityPage
from network.home.overview import gather_home


class QuestionBlock(StructBlock):
    """A question that cities ask, with the address that answers it."""

    label = CharBlock(max_length=40, label=_("Words"))
    address = CharBlock(
        max_length=200,
        label=_("Address"),
        help_text=_("Such as /knowledge/?q=brownfield"),
        validators=[check_address],
    )

    class Meta:
        icon = "link"
        label = _("Question")


class StepBlock(StructBlock):
    """A step of how the exchange works."""

    title = CharBlock(max_length=60, label=_("Title"))
    text = TextBlock(max_length=300, label=_("Text"))

    class Meta:
        icon = "list-ol"
        label = _("Step")


class HomePage(BasePage):
    """The way in: what the network is, its priorities, what is new, where its cities are."""

    headline = models.CharField(_("headline"), max_length=120, blank=True)
    lead = models.TextField(_("lead"), max_length=400, blank=True)
    questions = PortalStreamField(
        [("question", QuestionBlock())],
        verbose_name=_("cities are asking about"),
        help_text=_("Links below the search field."),
        blank=True,
    )
    priorities_title = models.CharField(
        _("title above the priorities"), max_length=80, blank=True, help_text=_("Otherwise “Our priorities”.")
    )
    steps_title = models.CharField(
        _("title above the steps"), max_length=60, blank=True, default=_("How the exchange works")
    )
    steps = PortalStreamField([("step", StepBlock())], verbose_name=_("steps"), blank=True)
    call_label = models.CharField(_("words on the button below the steps"), max_length=40, blank=True)
    call_address = models.CharField(
        _("address of the button"), max_length=200, blank=True, validators=[check_address]
    )

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("headline"), FieldPanel("lead"), FieldPanel("questions")], heading=_("First words")
        ),
        MultiFieldPanel(
            [
                FieldPanel("priorities_title"),
                InlinePanel(
                    "shown_priorities",
                    label=_("priority"),
                    help_text=_("Choose which priorities stand here. Without a choice all of them do."),
                ),
            ],
            heading=_("Priorities"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("steps_title"),
                FieldPanel("steps"),
                FieldPanel("call_label"),
                FieldPanel("call_address"),
            ],
            heading=_("Steps"),
        ),
    ]
    max_count = 1
    schema_type = "WebSite"
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("home page")

    @property
    def summary(self) -> str:
        """The lead."""
        return self.lead

    def breadcrumbs(self) -> list:
        """Return nothing: the way to the home page is the home page."""
        return []

    def json_ld(self, request) -> dict:
        """Return the site, and the organisation that runs it, as schema.org objects."""
        network = read_network()
        url = self.get_full_url(request)
        organization = {"@type": "Organization", "@id": f"{url}#network", "name": network.name, "url": url}
        if network.description:
            organization["description"] = network.description
        if network.contact_email:
            organization["email"] = network.contact_email
        if links := [address for _name, address in network.social_links]:
            organization["sameAs"] = links
        site = super().json_ld(request) | {
            "name": network.name,
            "publisher": {"@id": organization["@id"]},
            "potentialAction": {
                "@type": "SearchAction",
                "target": f"{url}knowledge/?q={{search_term_string}}",
                "query-input": "required name=search_term_string",
            },
        }
        return {"@graph": [site, organization]}

    def get_context(self, request, *args, **kwargs):
        """Add everything that the page shows, read here."""
        return super().get_context(request, *args, **kwargs) | gather_home(
            home=self, priorities=self.priorities(request), request=request
        )

    def priorities(self, request) -> list[PriorityPage]:
        """Return the priorities that editors chose, or else all of them, that the reader may open."""
        chosen = ShownPriority.objects.filter(home=self, priority=OuterRef("pk")).values("sort_order")[:1]
        visible = PriorityPage.objects.visible_to(request).for_cards().annotate(place=Subquery(chosen))
        pages = list(visible.filter(Q(kind=PriorityKind.PRIORITY) | Q(place__isnull=False)))
        placed = [page for page in pages if page.place is not None]
        return sorted(placed, key=lambda page: page.place) or pages


class ShownPriority(Orderable):
    """A priority that editors chose for the home page."""

    home = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="shown_priorities")
    priority = models.ForeignKey(
        "home.PriorityPage", models.CASCADE, related_name="+", verbose_name=_("priority")
    )

    panels = [PageChooserPanel("priority", "home.PriorityPage")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["home", "priority"], name="priority_stands_on_home_once")
        ]
