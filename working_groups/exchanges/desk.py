"""The secretariat's board: all exchanges by how far they have got, and the list with filters beside it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from network.core.listings import QuotedSearchIndexView
from working_groups.exchanges.enums import ExchangeState, PartyRole
from working_groups.exchanges.standing import matches_exchanges
from working_groups.models import PeerExchange

ON_THE_BOARD = (
    ExchangeState.REQUESTED,
    ExchangeState.MATCHED,
    ExchangeState.AGREED,
    ExchangeState.ACTIVE,
    ExchangeState.COMPLETED,
)
CARDS = 50  # in a column
# In a state for longer than this, an exchange may need a word from the secretariat.
STANDS_STILL = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Lane:
    """A column of the board."""

    label: str
    number: int
    cards: list[PeerExchange]


class ExchangeFilters(WagtailFilterSet):
    """Narrows the list."""

    class Meta:
        model = PeerExchange
        fields = ["state", "kind", "city", "group"]


class ExchangeIndexView(QuotedSearchIndexView):
    """The list: to those who bring cities together, all that were sent."""

    def get_base_queryset(self) -> Any:
        """Return those that this reader may see; drafts are their cities' own."""
        sent = PeerExchange.objects.visible_to(self.request).exclude(state=ExchangeState.DRAFT)
        return sent.select_related("city")

    @property
    def header_buttons(self) -> list[Any]:
        """Offer the board."""
        return [HeaderButton(label=_("Board"), url=reverse("peer-exchanges:board"), icon_name="grip")]


def board(request: HttpRequest) -> HttpResponse:
    """Return the board."""
    if not matches_exchanges(request.user):
        raise PermissionDenied
    now = timezone.now()
    sent = PeerExchange.objects.visible_to(request).exclude(state=ExchangeState.DRAFT)
    numbers = dict(sent.order_by().values_list("state").annotate(Count("pk")))
    said = Q(parties__asker_said=True, parties__party_said=True, parties__role=PartyRole.ANSWERING)
    rows = sent.select_related("city").annotate(accepted=Count("parties", filter=said))
    columns = []
    for state in ON_THE_BOARD:
        cards = list(rows.filter(state=state).order_by("changed_at", "pk")[:CARDS])
        for card in cards:
            card.stands_still = now - card.changed_at > STANDS_STILL and state != ExchangeState.COMPLETED
            card.waits_for_us = state == ExchangeState.REQUESTED and card.accepted > 0
        columns.append(Lane(str(state.label), numbers.get(state, 0), cards))
    title = gettext("Peer exchanges")
    context = {
        "page_title": title,
        "header_title": title,
        "header_icon": "group",
        "breadcrumbs_items": [
            {"url": reverse("peer-exchanges:index"), "label": title},
            {"url": "", "label": gettext("Board")},
        ],
        "columns": columns,
        "list_url": reverse("peer-exchanges:index"),
    }
    return render(request, "working_groups/exchanges/admin/board.html", context)


class ExchangeViewSet(ModelViewSet):
    """All exchanges that were sent; each is kept on its own page."""

    model = PeerExchange
    name = "peer-exchanges"
    icon = "group"
    menu_label = _("Peer exchanges")
    menu_order = 262
    add_to_admin_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields: list[str] = []
    index_view_class = ExchangeIndexView
    filterset_class = ExchangeFilters
    search_fields = ["title", "wanted"]
    ordering = ["-changed_at", "-pk"]
    list_display = [
        TitleColumn("title", label=_("Title"), get_url=lambda one: one.get_absolute_url()),
        Column("city", label=_("City")),
        Column("kind_title", label=_("Kind"), sort_key="kind"),
        Column("get_state_display", label=_("State"), sort_key="state"),
        DateColumn("requested_at", label=_("Requested"), sort_key="requested_at"),
        DateColumn("changed_at", label=_("Last changed"), sort_key="changed_at"),
    ]
    list_export = ["title", "city", "kind", "state", "requested_at", "confirmed_at", "completed_at"]
    export_filename = "peer-exchanges"

    def get_urlpatterns(self) -> list[Any]:
        """Add the board."""
        return [*super().get_urlpatterns(), path("board/", board, name="board")]
