"""The secretariat's lists: who wants to join, who is invited, who belongs where."""

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from cities.enums import InterestState
from cities.joining.interests.desk import InterestDeskView
from cities.joining.invitations.desk import ConfirmView, InvitationDeskView, SheetView
from cities.joining.notices import people_path
from cities.models import Affiliation, City, Interest, Invitation
from network.core.break_glass import NotesExport
from network.core.listings import QuotedSearchIndexView, QuotedSearchMixin


class InterestFilters(WagtailFilterSet):
    """Narrows the queue."""

    class Meta:
        model = Interest
        fields = ["state", "kind", "country"]


class InterestIndexView(NotesExport, QuotedSearchMixin, generic.IndexView):
    """The queue."""

    def get_base_queryset(self) -> Any:
        """Read the country with the list."""
        return super().get_base_queryset().select_related("country")


class InterestViewSet(ModelViewSet):
    """Those who want to join."""

    model = Interest
    name = "interests"
    icon = "group"
    menu_label = _("Wants to join")
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields: list[str] = []
    index_view_class = InterestIndexView
    filterset_class = InterestFilters
    search_fields = ["organisation", "name", "email", "message"]
    ordering = ["-received_at", "-pk"]
    list_display = [
        TitleColumn(
            "organisation",
            label=_("City or organisation"),
            get_url=lambda interest: reverse("interests:answer", args=[interest.pk]),
        ),
        Column("country", label=_("Country")),
        Column("get_kind_display", label=_("As")),
        Column("name", label=_("Contact person"), sort_key="name"),
        Column("get_state_display", label=_("State"), sort_key="state"),
        DateColumn("received_at", label=_("Received"), sort_key="received_at"),
    ]
    list_export = ["received_at", "kind", "state", "organisation", "country", "name", "email", "message"]
    export_filename = "wants-to-join"

    def get_urlpatterns(self) -> list[Any]:
        """Add the page of one."""
        return [*super().get_urlpatterns(), path("<int:pk>/", InterestDeskView.as_view(), name="answer")]


class InvitationFilters(WagtailFilterSet):
    """Narrows the list."""

    class Meta:
        model = Invitation
        fields = ["state", "role", "city", "partner"]


class InvitationIndexView(NotesExport, QuotedSearchMixin, generic.IndexView):
    """The list, with the way to invite by a sheet."""

    def get_base_queryset(self) -> Any:
        """Read city, partner and who invited with the list."""
        return super().get_base_queryset().for_listing()

    @property
    def header_buttons(self) -> list[Any]:
        """Offer the upload."""
        if not self.request.user.has_perm("cities.change_invitation"):
            return []
        url = reverse("invitations:sheet")
        return [HeaderButton(label=_("Invite by a sheet"), url=url, icon_name="upload")]


class InvitationViewSet(ModelViewSet):
    """Those who are invited."""

    model = Invitation
    name = "invitations"
    icon = "mail"
    menu_label = _("Invitations")
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields: list[str] = []
    index_view_class = InvitationIndexView
    filterset_class = InvitationFilters
    search_fields = ["address", "name", "city__name", "partner__name"]
    ordering = ["-sent_at", "-pk"]
    list_display = [
        TitleColumn(
            "address",
            label=_("Address"),
            get_url=lambda invitation: reverse("invitations:open", args=[invitation.pk]),
        ),
        Column("name", label=_("Name"), sort_key="name"),
        Column("organisation", label=_("City or partner")),
        Column("get_role_display", label=_("Role"), sort_key="role"),
        Column("get_state_display", label=_("State"), sort_key="state"),
        Column("sendings", label=_("Times sent"), sort_key="sendings"),
        DateColumn("sent_at", label=_("Last sent"), sort_key="sent_at"),
        DateColumn("expires_at", label=_("Expires"), sort_key="expires_at"),
    ]
    list_export = ["address", "name", "city", "partner", "role", "state", "sent_at", "expires_at", "ended_at"]
    export_filename = "invitations"

    def get_urlpatterns(self) -> list[Any]:
        """Add the upload and the page of one."""
        return [
            *super().get_urlpatterns(),
            path("sheet/", SheetView.as_view(), name="sheet"),
            path("sheet/confirmation/", ConfirmView.as_view(), name="sheet-confirmation"),
            path("<int:pk>/", InvitationDeskView.as_view(), name="open"),
        ]


class AffiliationFilters(WagtailFilterSet):
    """Narrows the list."""

    class Meta:
        model = Affiliation
        fields = ["state", "role", "ground", "city", "partner"]


class AffiliationIndexView(NotesExport, QuotedSearchIndexView):
    """The list of who belongs where."""

    def get_base_queryset(self) -> Any:
        """Read person, city and partner with the list."""
        return super().get_base_queryset().for_listing()


class AffiliationViewSet(ModelViewSet):
    """Who belongs where; decided on the page of the city's people."""

    model = Affiliation
    name = "affiliations"
    icon = "user"
    menu_label = _("Affiliations")
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields: list[str] = []
    index_view_class = AffiliationIndexView
    filterset_class = AffiliationFilters
    search_fields = ["person__name", "person__email", "city__name", "partner__name"]
    ordering = ["-requested_at", "-pk"]
    list_display = [
        TitleColumn("person", label=_("Person"), get_url=lambda row: people_path(row.organisation)),
        Column("organisation", label=_("City or partner")),
        Column("get_role_display", label=_("Role"), sort_key="role"),
        Column("get_state_display", label=_("State"), sort_key="state"),
        DateColumn("requested_at", label=_("Asked"), sort_key="requested_at"),
        DateColumn("decided_at", label=_("Decided"), sort_key="decided_at"),
    ]
    list_export = ["person", "city", "partner", "role", "state", "ground", "requested_at", "decided_at"]
    export_filename = "affiliations"


class JoiningViewSetGroup(ViewSetGroup):
    """Joining in one menu."""

    items = (InterestViewSet(), InvitationViewSet(), AffiliationViewSet())
    menu_label = _("Joining")
    menu_icon = "group"
    menu_order = 115


class JoiningItem(SummaryItem):
    """Something about joining that waits for the secretariat, on the first page of the editors' area."""

    template_name = "cities/joining/admin/summary.html"
    permission = ""

    def is_shown(self) -> bool:
        """Show it to those who act on it."""
        return self.request.user.has_perm(self.permission)


class NewInterestsItem(JoiningItem):
    """How many want to join and wait for an answer."""

    order = 410
    permission = "cities.change_interest"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the number and the way to them."""
        number = Interest.objects.filter(state=InterestState.NEW).count()
        return {
            "icon": "group",
            "number": number,
            "label": ngettext("wants to join", "want to join", number),
            "url": reverse("interests:index") + f"?state={InterestState.NEW}",
        }


class UnkeptCitiesItem(JoiningItem):
    """How many member cities have no coordinator."""

    order = 420
    permission = "cities.change_affiliation"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the number and the way to them."""
        number = City.objects.members().without_coordinator().count()
        address = reverse(City.snippet_viewset.get_url_name("list"))  # type: ignore[attr-defined]
        return {
            "icon": "home",
            "number": number,
            "label": ngettext("city without coordinator", "cities without coordinator", number),
            "url": address + "?status=member&live=true&without_coordinator=true",
        }
