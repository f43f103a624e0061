"""Where staff edit cities, partners and legacy sectors."""

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.ui.tables import BooleanColumn, UpdatedAtColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cities.enums import CityStatus, SizeClass
from cities.models import City, LegacySector, Partner
from network.core.listings import QuotedSearchIndexView, QuotedSearchSnippetIndexView
from network.core.models import Country, Region


class CityFilterSet(WagtailFilterSet):
    """Cities by status, region, country, size, sector and theme."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=CityStatus)
    region = django_filters.ModelChoiceFilter(
        label=_("Region"), queryset=Region.objects.offered(), method="in_region"
    )
    country = django_filters.ModelChoiceFilter(
        label=_("Country"), queryset=Country.objects.filter(cities__isnull=False).distinct()
    )
    size = django_filters.ChoiceFilter(label=_("Size"), choices=SizeClass, method="of_size")
    without_coordinator = django_filters.BooleanFilter(label=_("Without coordinator"), method="unkept")

    class Meta:
        model = City
        fields = ["status", "region", "country", "size", "sectors", "themes", "live", "without_coordinator"]

    def in_region(self, queryset, name, region):
        """Return the cities of the chosen region."""
        return queryset.filter(region.holds("country__region"))

    def unkept(self, queryset, name, is_wanted):
        """Return the cities that nobody coordinates, or those that somebody does."""
        found = queryset.without_coordinator()
        return found if is_wanted else queryset.exclude(pk__in=found.values("pk"))

    def of_size(self, queryset, name, size):
        """Return the cities of the chosen size class."""
        return queryset.filter(SizeClass(size).holds("population"))


class CityViewSet(SnippetViewSet):
    """Cities, with drafts, workflow, history and preview."""

    model = City
    icon = "home"
    menu_label = _("Cities")
    index_view_class = QuotedSearchSnippetIndexView
    filterset_class = CityFilterSet
    list_display = ["name", "country", "status", "population", BooleanColumn("live"), UpdatedAtColumn()]
    list_per_page = 50
    search_fields = ["name", "slug", "admin_area", "country__name"]
    export_filename = "cities"
    list_export = [
        "name",
        "slug",
        "status",
        "country.iso2",
        "country.name",
        "admin_area",
        "latitude",
        "longitude",
        "population",
        "population_year",
        "population_source",
        "time_zone",
        "sector_names",
        "member_since",
        "secondary_city",
        "website",
        "lead",
        "live",
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("name"),
                    FieldPanel("lead"),
                    FieldPanel("image"),
                    FieldPanel("sectors"),
                    FieldPanel("legacy"),
                    InlinePanel(
                        "milestones",
                        [
                            FieldRowPanel([FieldPanel("year"), FieldPanel("month"), FieldPanel("is_turn")]),
                            FieldPanel("text"),
                        ],
                        heading=_("Timeline"),
                        label=_("Milestone"),
                    ),
                    InlinePanel(
                        "achievements",
                        [
                            FieldPanel("title"),
                            FieldRowPanel([FieldPanel("year"), FieldPanel("theme")]),
                            FieldPanel("text"),
                            FieldPanel("url"),
                        ],
                        heading=_("Achievements"),
                        label=_("Achievement"),
                    ),
                    InlinePanel(
                        "commitments",
                        [
                            FieldPanel("title"),
                            FieldRowPanel(
                                [FieldPanel("made_on"), FieldPanel("due_year"), FieldPanel("status")]
                            ),
                            FieldPanel("document"),
                            FieldPanel("url"),
                        ],
                        heading=_("Commitments"),
                        label=_("Commitment"),
                    ),
                ],
                heading=_("Profile"),
            ),
            ObjectList(
                [
                    FieldPanel("themes"),
                    InlinePanel(
                        "offers",
                        [
                            FieldRowPanel([FieldPanel("kind"), FieldPanel("theme")]),
                            FieldPanel("title"),
                            FieldPanel("text"),
                        ],
                        heading=_("Offers and needs"),
                        label=_("Offer or need"),
                    ),
                ],
                heading=_("Themes and exchange"),
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldPanel("country"),
                            FieldPanel("admin_area"),
                            FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                            FieldPanel("time_zone"),
                        ],
                        heading=_("Place"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("population"), FieldPanel("population_year")]),
                            FieldPanel("population_source"),
                            FieldPanel("secondary_city"),
                        ],
                        heading=_("People"),
                    ),
                    FieldPanel("website"),
                    InlinePanel(
                        "contacts",
                        [
                            FieldRowPanel([FieldPanel("name"), FieldPanel("function")]),
                            FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
                            FieldPanel("consented_on"),
                        ],
                        heading=_("Contact persons"),
                        label=_("Contact person"),
                        help_text=_("Only members of the network see them."),
                    ),
                    InlinePanel(
                        "sources",
                        [FieldPanel("title"), FieldPanel("url")],
                        heading=_("Sources"),
                        label=_("Source"),
                        help_text=_("Where the facts on the page come from. They are shown at its end."),
                    ),
                ],
                heading=_("Facts and sources"),
            ),
            ObjectList(
                [
                    HelpPanel(content=_("A featured city lends its name to practices; it is no member.")),
                    FieldRowPanel([FieldPanel("status"), FieldPanel("member_since")]),
                    FieldPanel("slug"),
                    InlinePanel(
                        "mail_domains",
                        [FieldPanel("domain")],
                        heading=_("Mail domains"),
                        label=_("Mail domain"),
                        help_text=_("Whoever confirms an address at one of these belongs to this city."),
                    ),
                ],
                heading=_("Membership"),
            ),
        ]
    )


class PartnerViewSet(SnippetViewSet):
    """Partners, with drafts and history."""

    model = Partner
    icon = "group"
    menu_label = _("Partners")
    index_view_class = QuotedSearchSnippetIndexView
    list_display = ["name", "kind", BooleanColumn("live"), UpdatedAtColumn()]
    list_filter = ["kind", "themes", "live"]
    search_fields = ["name", "summary"]
    export_filename = "partners"
    list_export = ["name", "kind", "summary", "website", "source_url", "live"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("kind"),
            FieldPanel("summary"),
            FieldPanel("logo"),
            FieldPanel("themes"),
            FieldPanel("website"),
            FieldPanel("source_url"),
            FieldPanel("slug"),
        ]
    )


class CityViewSetGroup(SnippetViewSetGroup):
    """Cities and partners in one menu."""

    items = (CityViewSet, PartnerViewSet)
    menu_label = _("Cities")
    menu_icon = "home"
    menu_order = 110


class LegacySectorViewSet(ModelViewSet):
    """The industries that cities can be filed under."""

    model = LegacySector
    icon = "cogs"
    menu_label = _("Legacy sectors")
    add_to_settings_menu = True
    index_view_class = QuotedSearchIndexView
    list_display = ["name", "family"]
    list_filter = ["family"]
    search_fields = ["name", "slug"]
    form_fields = ["name", "slug", "family"]
