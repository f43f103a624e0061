"""Ending a group's work, and taking it up again."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from network.core.audit import record
from working_groups.locks import locked_group
from working_groups.meetings.services import cancel_meeting
from working_groups.models import WorkingGroup


@transaction.atomic
def archive_group(*, group: WorkingGroup, archived_by: Any, now: datetime) -> WorkingGroup:
    """End a group's work: from now on it can be read and not changed. Archiving twice changes nothing.

    Meetings that are ahead are called off, and whoever is concerned is told.
    """
    locked_group(group, at_work=False)
    reason = gettext("The working group has ended its work.")
    for meeting in group.meetings.ahead(now).not_cancelled():
        cancel_meeting(meeting=meeting, reason=reason, cancelled_by=archived_by, now=now)
    return _set_archived(group, now, by=archived_by, now=now)


@transaction.atomic
def reopen_group(*, group: WorkingGroup, reopened_by: Any, now: datetime) -> WorkingGroup:
    """Take a group's work up again."""
    return _set_archived(group, None, by=reopened_by, now=now)


def _set_archived(group: WorkingGroup, at: datetime | None, *, by: Any, now: datetime) -> WorkingGroup:
    current = locked_group(group, at_work=False)
    if current.is_archived == (at is not None):
        return current
    current.archived_at, current.changed_at, current.version = at, now, current.version + 1
    current.save()
    record(action="group.archived" if at else "group.reopened", subject=current, actor=by, now=now)
    return current
