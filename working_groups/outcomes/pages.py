"""What pages show of outcomes."""

from typing import Any

from django.utils.translation import gettext

from network.core.access import can
from network.core.entries import Entry
from network.core.registry import Panel
from network.core.visibility import is_visible
from working_groups.exchanges.permissions import is_public
from working_groups.models import Outcome, PeerExchange

PANEL = "working_groups/exchanges/_panel.html"


def outcomes_of(request: Any, origin: Any) -> list[dict[str, str]]:
    """Return what has come of an exchange or a meeting: the page where the reader may read it, else that it is
    being written.
    """
    return [
        {"kind": outcome.get_kind_display(), **_shown_page(request, outcome.page)}
        for outcome in origin.outcomes.select_related("page")
    ]


def _shown_page(request: Any, page: Any) -> dict[str, str]:
    """Return title and address of a page; of a draft, for those who go on writing it, of another nothing."""
    if page.live and is_visible(page, request):
        return {"title": page.title, "url": page.get_url(request) or ""}
    submission = getattr(page, "submission", None)
    if not page.live and submission is not None and can(request, "change", submission):
        return {"title": page.draft_title, "url": submission.get_absolute_url()}
    return {"title": "", "url": ""}


def gather_provenance(page: Any, request: Any) -> list[Panel]:
    """Return out of which exchange or meeting a page came, where the reader may know of it."""
    rows = Outcome.objects.select_related("exchange__city", "meeting__group", "meeting__exchange")
    outcome = rows.filter(page=page.pk).first()
    if outcome is None:
        return []
    if outcome.meeting is not None:
        return _panel(gettext("The meeting that it came out of"), _meeting(outcome.meeting, request))
    return _panel(gettext("The exchange that it came out of"), _exchange(outcome.exchange, request))


def _panel(title: str, entry: Entry | None) -> list[Panel]:
    if entry is None:
        return []
    context = {"entries": [entry], "offers": [], "ask": ""}
    return [Panel("provenance", title, PANEL, context, order=50)]


def _exchange(exchange: Any, request: Any) -> Entry | None:
    if not is_public(exchange) and not can(request, "view", exchange):
        return None
    return PeerExchange.objects.for_listing().get(pk=exchange.pk).as_entry()


def _meeting(meeting: Any, request: Any) -> Entry | None:
    if not can(request, "view", meeting):
        return None
    return Entry(
        title=meeting.title,
        url=meeting.get_absolute_url(),
        kind=gettext("Meeting"),
        summary=meeting.summary,
        published_on=meeting.starts_there.date(),
        notes=tuple(filter(None, (meeting.held_by,))),
        key=meeting.pk,
    )
