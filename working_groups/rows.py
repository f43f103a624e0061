"""Rows of lists, made from what the search index has stored."""

from typing import Any

from django.utils.translation import gettext

from network.core.entries import Entry
from network.core.spine import known_themes
from working_groups.enums import Admission

# Short enough for a row; the forms say it in full.
ADMISSIONS = {
    Admission.OPEN: lambda: gettext("open to the network"),
    Admission.REQUEST: lambda: gettext("join by request"),
    Admission.DOMAIN: lambda: gettext("join by request"),
    Admission.INVITATION: lambda: gettext("by invitation"),
}


def group_row(stored: dict[str, Any]) -> Entry:
    """Return a working group as a row of a list."""
    lead = gettext("led by %(city)s") % {"city": stored["lead"]} if stored["lead"] else ""
    state = gettext("archived") if stored["archived"] else ADMISSIONS[Admission(stored["admission"])]()
    return Entry(
        title=stored["title"],
        url=stored["url"],
        kind=gettext("Working group"),
        summary=stored["summary"],
        theme=known_themes().get(stored["theme"]),
        notes=tuple(filter(None, (lead, state))),
        key=stored["key"],
    )
