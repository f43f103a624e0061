"""The secretariat's list of working groups: which there are, who runs them, which nobody does."""

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from network.core.listings import QuotedSearchIndexView
from working_groups.enums import GroupRole, MembershipState
from working_groups.models import GroupMembership, WorkingGroup


def unled() -> Any:
    """Return the groups at work that nobody runs."""
    return WorkingGroup.objects.at_work().exclude(memberships__in=GroupMembership.objects.facilitating())


class GroupFilters(WagtailFilterSet):
    """Narrows the list."""

    class Meta:
        model = WorkingGroup
        fields = ["visibility", "admission", "lead_city"]


class GroupIndexView(QuotedSearchIndexView):
    """The list: to moderators, without the private groups that are not theirs."""

    def get_base_queryset(self) -> Any:
        """Count with each group who is in and who runs it."""
        active = Q(memberships__state=MembershipState.ACTIVE, memberships__person__is_active=True)
        runs = active & Q(memberships__role=GroupRole.FACILITATOR)
        groups = WorkingGroup.objects.visible_to(self.request).select_related("lead_city")
        return groups.annotate(
            number=Count("memberships", filter=active), facilitators=Count("memberships", filter=runs)
        )

    @property
    def header_buttons(self) -> list[Any]:
        """Offer to open one, which is done by the portal's own form."""
        if not self.request.user.has_perm("working_groups.add_workinggroup"):
            return []
        url = reverse("working_groups:group-new")
        return [HeaderButton(label=_("Open a working group"), url=url, icon_name="plus")]


class GroupViewSet(ModelViewSet):
    """All working groups; each is kept by its facilitators, in its own room."""

    model = WorkingGroup
    name = "working-groups"
    icon = "group"
    menu_label = _("Working groups")
    menu_order = 260
    add_to_admin_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields: list[str] = []
    index_view_class = GroupIndexView
    filterset_class = GroupFilters
    search_fields = ["name", "summary"]
    ordering = ["name", "pk"]
    list_display = [
        TitleColumn("name", label=_("Name"), get_url=lambda group: group.get_absolute_url()),
        Column("get_visibility_display", label=_("Who knows of it"), sort_key="visibility"),
        Column("lead_city", label=_("Lead city")),
        Column("number", label=_("Members")),
        Column("facilitators", label=_("Facilitators")),
        DateColumn("created_at", label=_("Opened"), sort_key="created_at"),
        DateColumn("archived_at", label=_("Archived"), sort_key="archived_at"),
    ]
    list_export = ["name", "visibility", "admission", "lead_city", "created_at", "archived_at"]
    export_filename = "working-groups"


class UnledGroupsItem(SummaryItem):
    """How many groups nobody runs, on the first page of the editors' area."""

    order = 395
    template_name = "working_groups/groups/admin/summary.html"

    def is_shown(self) -> bool:
        """Show it to those who open groups."""
        return self.request.user.has_perm("working_groups.add_workinggroup")

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the number and the way to the list."""
        number = unled().filter(pk__in=WorkingGroup.objects.visible_to(self.request).values("pk")).count()
        return {
            "number": number,
            "label": ngettext("group without facilitator", "groups without facilitator", number),
            "url": reverse("working-groups:index"),
        }
