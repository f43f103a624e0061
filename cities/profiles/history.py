"""The history of a page: who changed what and when."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Revision

from cities.profiles.parts import FieldsPart, RowsPart, parts_of
from cities.profiles.services import Page

# Of a child what differs from one saving to the next though nobody changed it.
BOOKKEEPING = {"pk", "sort_order", "city"}


@dataclass(frozen=True, slots=True)
class Change:
    """A state of the page: its number, who saved it and when, and the names of the parts that differ."""

    number: int
    at: datetime
    who: str
    parts: list[Any]
    is_current: bool
    is_live: bool


def revisions_of(page: Page) -> QuerySet:
    """Return the page's states, the newest first."""
    return Revision.objects.for_instance(page).select_related("user").order_by("-created_at", "-pk")


def changes(page: Page, revisions: Sequence[Revision]) -> list[Change]:
    """Return what each of ``revisions``, the newest first, changed against the one before it."""
    if not revisions:
        return []
    before = revisions_of(page).filter(pk__lt=revisions[-1].pk).first()
    found = []
    for newer, older in zip(revisions, [*revisions[1:], before], strict=True):
        found.append(
            Change(
                number=newer.pk,
                at=newer.created_at,
                who=newer.user.name if newer.user else "",
                parts=changed_parts(type(page), newer.content, older.content if older else None),
                is_current=newer.pk == page.latest_revision_id,
                is_live=newer.pk == page.live_revision_id,
            )
        )
    return found


def changed_parts(model: type, newer: dict, older: dict | None) -> list[Any]:
    """Return the titles of the parts that differ between two states; of the first state none."""
    if older is None:
        return []
    return [part.title for part in parts_of(model) if _said(part, newer) != _said(part, older)]


def _said(part: FieldsPart | RowsPart, content: dict) -> str:
    """Return what a stored state says in a part, as one text that can be compared."""
    if isinstance(part, RowsPart):
        rows = content.get(part.relation) or []
        return json.dumps(
            [{k: v for k, v in row.items() if k not in BOOKKEEPING} for row in rows], sort_keys=True
        )
    names = [*part.form_class.shown, part.picture]
    return json.dumps({name: content.get(name) for name in names if name}, sort_keys=True)
