"""Rows of lists, made from what the search index has stored."""

from typing import Any

from django.utils.translation import gettext

from network.core.entries import Entry
from network.core.spine import known_themes
from working_groups.exchanges.enums import ExchangeKind, ExchangeState


def exchange_row(stored: dict[str, Any]) -> Entry:
    """Return an exchange as a row of a list."""
    return Entry(
        title=stored["title"],
        url=stored["url"],
        kind=gettext("Peer exchange"),
        summary=stored["summary"],
        theme=known_themes().get(stored["theme"]),
        facts=(ExchangeKind(stored["kind"]).title,),
        notes=tuple(filter(None, (stored["city"], state_spoken(stored["state"])))),
        key=stored["key"],
    )


def state_spoken(state: str) -> str:
    """Return in a few words where an exchange stands, within a line."""
    label = str(ExchangeState(state).label)
    return label[:1].lower() + label[1:]
