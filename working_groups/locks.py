"""Whoever writes about a group or a meeting locks it first; about both, the group before its meetings.

In one order, so that two never wait for each other.
"""

from working_groups.models import Meeting, WorkingGroup


class ArchivedGroup(Exception):
    """The group is archived: it can be read and not changed."""


def locked_group(group: WorkingGroup, *, at_work: bool = True) -> WorkingGroup:
    """Return the group as it is now; nobody else changes it before this transaction ends.

    Raises ``ArchivedGroup`` where it is archived, unless ``at_work`` is false.
    """
    current = WorkingGroup.objects.select_for_update().get(pk=group.pk)
    if at_work and current.is_archived:
        raise ArchivedGroup
    return current


def locked_meeting(meeting: Meeting) -> Meeting:
    """Return the meeting as it is now; nobody else changes it, or answers, before this transaction ends."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("group", "series", "exchange")
    return rows.get(pk=meeting.pk)
