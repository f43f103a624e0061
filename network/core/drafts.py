"""Drafts that people outside the editors' area write, and their way through Wagtail's workflow.

They work for pages and for models with Wagtail's draft and workflow mixins alike.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from wagtail.models import WorkflowState

IN_PROGRESS = WorkflowState.STATUS_IN_PROGRESS


class LockedDraft(Exception):
    """The secretariat has locked the thing; nothing was saved."""


class NothingToSend(Exception):
    """There is no change that the secretariat has not got yet."""


def draft_of(thing: Any) -> Any:
    """Return the thing with all changes that are not published yet."""
    return thing.get_latest_revision_as_object() if thing.latest_revision_id else thing


def refuse_locked(thing: Any, *, person: Any) -> None:
    """Raise ``LockedDraft`` where somebody else of the secretariat has locked the thing."""
    if getattr(thing, "locked", False) and thing.locked_by_id != person.pk:
        raise LockedDraft


def take_back(thing: Any, *, by: Any) -> bool:
    """Take the draft back from the secretariat, and return whether it had it."""
    state = thing.current_workflow_state
    if state is None or state.status != IN_PROGRESS:
        return False
    state.cancel(user=by)
    return True


def send_draft(thing: Any, *, by: Any) -> bool:
    """Send the draft to the secretariat; return whether it was sent now. Raises ``NothingToSend``.

    Where no workflow is set up for it, it stays a draft, which staff see in their list.
    """
    state = thing.current_workflow_state
    if state is not None and state.status == IN_PROGRESS:
        return False
    if not thing.has_unpublished_changes:
        raise NothingToSend
    if state is not None:
        state.resume(user=by)
    elif workflow := thing.get_workflow():
        workflow.start(thing, by)
    return True


def standing_of(thing: Any) -> dict[str, Any]:
    """Return where the thing's draft stands, as ``state``, ``label`` and the reviewer's ``comment``."""
    return _standing(thing, thing.current_workflow_state)


def standings_of(things: Sequence[Any]) -> dict[Any, dict[str, Any]]:
    """Return where each of several things of one kind stands, by its key, with one query."""
    if not things:
        return {}
    kind = things[0].get_base_content_type()
    states = WorkflowState.objects.active().filter(
        base_content_type=kind, object_id__in=[str(thing.pk) for thing in things]
    )
    found = {state.object_id: state for state in states.select_related("current_task_state").order_by("pk")}
    return {thing.pk: _standing(thing, found.get(str(thing.pk))) for thing in things}


def _standing(thing: Any, state: WorkflowState | None) -> dict[str, Any]:
    if state is not None and state.status == IN_PROGRESS:
        return {"state": "waiting", "label": gettext("Waits for the secretariat")}
    if state is not None:
        comment = state.current_task_state.comment if state.current_task_state else ""
        return {"state": "returned", "label": gettext("Sent back to you"), "comment": comment}
    if thing.has_unpublished_changes:
        return {"state": "draft", "label": gettext("Changed, not sent yet")}
    return {"state": "published", "label": gettext("Published")}
