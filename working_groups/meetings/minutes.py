"""What comes out of a meeting: minutes that several write, decisions, and actions carried on until done."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction

from network.core.audit import record
from network.core.merging import Stale
from working_groups.digests.changes import tell_at_once
from working_groups.locks import locked_group, locked_meeting
from working_groups.models import ActionItem, Decision, Meeting, WorkingGroup


class StaleMinutes(Stale):
    """Somebody has written meanwhile; ``current`` is the meeting with the minutes as they are now."""


@transaction.atomic
def save_minutes(
    *, meeting: Meeting, text: str, recording_link: str, version: int, written_by: Any, now: datetime
) -> Meeting:
    """Save the minutes that were opened on ``version``; raises ``StaleMinutes`` where they have changed."""
    current = locked_meeting(meeting)
    if current.minutes_version != version:
        raise StaleMinutes(current)
    current.minutes, current.recording_link = text, recording_link
    current.minutes_version, current.changed_at = version + 1, now
    current.minutes_at = now
    current.save()
    if current.group_id:
        tell_at_once(current.group_id, now=now)
    record(action="minutes.written", subject=current, actor=written_by, now=now)
    return current


@transaction.atomic
def add_decision(*, meeting: Meeting, text: str, form_token: uuid.UUID, now: datetime) -> Decision:
    """Note what a group's meeting has decided; the same form again returns the same."""
    locked_group(meeting.group)  # type: ignore[arg-type]
    if already := Decision.objects.filter(form_token=form_token).first():
        return already
    tell_at_once(meeting.group_id, now=now)
    return Decision.objects.create(
        meeting=meeting, group=meeting.group, text=text, decided_at=now, form_token=form_token
    )


@transaction.atomic
def add_action(
    *,
    group: WorkingGroup,
    meeting: Meeting | None = None,
    text: str,
    owner: Any = None,
    due_on: date | None = None,
    form_token: uuid.UUID,
    now: datetime,
) -> ActionItem:
    """Note what somebody has taken on; the same form again returns the same."""
    locked_group(group)
    if already := ActionItem.objects.filter(form_token=form_token).first():
        return already
    return ActionItem.objects.create(
        group=group,
        meeting=meeting,
        text=text,
        owner=owner,
        due_on=due_on,
        created_at=now,
        form_token=form_token,
    )


@transaction.atomic
def close_action(*, action: ActionItem, done: bool, now: datetime) -> ActionItem:
    """Say that an action is done, or open after all."""
    locked_group(action.group)
    action.done_at = now if done else None
    action.save(update_fields=["done_at"])
    return action
