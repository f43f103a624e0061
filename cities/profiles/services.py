"""Changing a page's draft, sending it to the secretariat, taking it back, restoring what was."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from wagtail.models import Revision, WorkflowState

from cities.models import City, Partner
from cities.profiles.parts import Part, as_text, parts_of
from network.core.audit import record
from network.core.merging import fingerprints

Page = City | Partner


class StaleProfile(Exception):
    """Somebody has changed the part since the form was opened; ``draft`` is the page as it is now."""

    def __init__(self, draft: Page) -> None:
        super().__init__(draft.pk)
        self.draft = draft


class LockedProfile(Exception):
    """The secretariat has locked the page; nothing was saved."""


class NothingToSend(Exception):
    """There is no change that the secretariat has not got yet."""


def draft_of(page: Page) -> Page:
    """Return the page with all changes that are not published yet."""
    return page.get_latest_revision_as_object() if page.latest_revision_id else page


def _locked(page: Page) -> Page:
    """Return the page as it is now; nobody else changes its draft before this transaction ends."""
    return type(page).objects.select_for_update().get(pk=page.pk)


def waiting_state(page: Page) -> WorkflowState | None:
    """Return the state of the page that waits for the secretariat or was sent back by it."""
    states = WorkflowState.objects.active().for_instance(page)
    return states.select_related("current_task_state").order_by("-pk").first()


@transaction.atomic
def save_part(
    *, page: Page, part: Part, values: Mapping[str, Any], base: str, saved_by: Any, now: datetime
) -> Revision | None:
    """Write ``values`` into the page's draft and return the revision, or ``None`` where they change nothing.

    ``base`` are the signs of what the part said when the form was opened. A draft that waits for approval is
    taken back by the change: else staff could approve what they have not seen. Raises ``StaleProfile`` and
    ``LockedProfile``.
    """
    current = _locked(page)
    if getattr(current, "locked", False) and current.locked_by_id != saved_by.pk:
        raise LockedProfile
    draft = draft_of(current)
    if part.fingerprints(draft) != base:
        raise StaleProfile(draft)
    if fingerprints(values, as_text) == base:
        return None
    part.write(draft, values, by=saved_by)
    _take_back(current, by=saved_by)
    revision = draft.save_revision(user=saved_by, log_action=True)
    record(action="profile.changed", subject=current, actor=saved_by, now=now, part=part.key)
    return revision


def _take_back(page: Page, *, by: Any) -> bool:
    state = waiting_state(page)
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
        return False
    state.cancel(user=by)
    return True


@transaction.atomic
def send_profile(*, page: Page, sent_by: Any, now: datetime) -> None:
    """Send the page's draft to the secretariat. Raises ``NothingToSend``.

    Where no workflow is set up for it, it stays a draft, which staff see in their list.
    """
    current = _locked(page)
    state = waiting_state(current)
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
        return
    if not current.has_unpublished_changes:
        raise NothingToSend
    if state is not None:
        state.resume(user=sent_by)
    elif workflow := current.get_workflow():
        workflow.start(current, sent_by)
    record(action="profile.sent", subject=current, actor=sent_by, now=now)


@transaction.atomic
def take_back_profile(*, page: Page, taken_by: Any, now: datetime) -> bool:
    """Take the page's draft back from the secretariat, and return whether it had it."""
    current = _locked(page)
    if not _take_back(current, by=taken_by):
        return False
    record(action="profile.taken-back", subject=current, actor=taken_by, now=now)
    return True


@transaction.atomic
def restore_profile(*, page: Page, revision: Revision, restored_by: Any, now: datetime) -> Revision:
    """Make an earlier state the page's draft again, and return the new revision; its history stays.

    What is not for the city to change (its name, its status, its mail domains) stays as it is now.
    """
    current = _locked(page)
    if getattr(current, "locked", False) and current.locked_by_id != restored_by.pk:
        raise LockedProfile
    draft, was = draft_of(current), revision.as_object()
    for part in parts_of(type(current)):
        part.write(draft, part.values(was), by=restored_by)
        if hasattr(was, "legacy"):
            draft.legacy = was.legacy
    _take_back(current, by=restored_by)
    made = draft.save_revision(user=restored_by, log_action="wagtail.revert", previous_revision=revision)
    record(action="profile.restored", subject=current, actor=restored_by, now=now, revision=revision.pk)
    return made


def standing_of(page: Page) -> dict[str, Any]:
    """Return where the page's draft stands, as ``state``, ``label`` and the reviewer's ``comment``."""
    state = waiting_state(page)
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
        return {"state": "waiting", "label": gettext("Waits for the secretariat")}
    if state is not None:
        comment = state.current_task_state.comment if state.current_task_state else ""
        return {"state": "returned", "label": gettext("Sent back to you"), "comment": comment}
    if page.has_unpublished_changes:
        return {"state": "draft", "label": gettext("Changed, not sent yet")}
    return {"state": "published", "label": gettext("Published")}
