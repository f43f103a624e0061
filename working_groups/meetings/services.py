"""Calling meetings, changing and cancelling them. Whoever is concerned is told of each change, once."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from network.core.audit import record
from network.core.merging import Stale
from working_groups.exchanges.states import locked_together
from working_groups.locks import locked_group, locked_meeting
from working_groups.meetings import notices
from working_groups.meetings.answers import fill_places
from working_groups.meetings.times import dates_of, lasting, on_the_wall, rule_of
from working_groups.models import Meeting, MeetingSeries, PeerExchange, WorkingGroup

# What a calendar shows: a change of it counts SEQUENCE on, and is mailed.
IN_CALENDARS = ("title", "kind", "starts_at", "ends_at", "time_zone", "place")


class StaleMeeting(Stale):
    """Somebody has changed the meeting since the form was opened."""


class TooLate(Exception):
    """The meeting is cancelled or over."""


@transaction.atomic
def call_meeting(
    *,
    group: WorkingGroup | None,
    exchange: PeerExchange | None = None,
    values: Mapping[str, Any],
    first: datetime,
    minutes: int,
    rhythm: Any,
    times: int,
    called_by: Any,
    form_token: uuid.UUID,
    now: datetime,
) -> Meeting:
    """Call a meeting, or a series of them, and return the first; the same form again returns the same.

    ``first`` is a time on the wall in the zone of ``values``. The members of the group, or those who take part
    in the exchange, are invited by mail; a meeting of the whole network stands in its lists and calendars.
    Raises ``ArchivedGroup``, and ``WrongState`` of an exchange that is over.
    """
    if group is not None:
        group = locked_group(group)
    if exchange is not None:
        exchange = locked_together(exchange)
    if already := Meeting.objects.filter(form_token=form_token).first():
        return already
    zone = values["time_zone"]
    rule = rule_of(rhythm, first, times)
    dates = dates_of(rule, first, zone)
    series = None
    if rule:
        series = MeetingSeries.objects.create(rule=rule, starts_at=dates[0], time_zone=zone, minutes=minutes)
    made = [
        Meeting.objects.create(
            group=group,
            exchange=exchange,
            series=series,
            planned_at=begins if series else None,
            starts_at=begins,
            ends_at=begins + lasting(minutes),
            called_by=called_by,
            created_at=now,
            changed_at=now,
            form_token=form_token if begins == dates[0] else None,
            **values,
        )
        for begins in dates
    ]
    record(action="meeting.called", subject=made[0], actor=called_by, now=now, number=len(made))
    notices.invite(made[0], now=now)
    return made[0]


@transaction.atomic
def change_meeting(
    *,
    meeting: Meeting,
    values: Mapping[str, Any],
    first: datetime,
    minutes: int,
    version: int,
    changed_by: Any,
    now: datetime,
) -> Meeting:
    """Save what a form holds that was opened on ``version``, and return the meeting.

    What a calendar shows is told to everybody concerned. Where places were added, those who wait move up.
    Raises ``StaleMeeting`` where somebody else has changed it meanwhile, ``TooLate`` where it is cancelled.
    """
    if meeting.group is not None:
        locked_group(meeting.group)
    current = locked_meeting(meeting)
    if current.version != version:
        raise StaleMeeting(current)
    if current.is_cancelled:
        raise TooLate
    before = {name: getattr(current, name) for name in IN_CALENDARS}
    for name, value in values.items():
        setattr(current, name, value)
    current.starts_at = dates_of("", first, current.time_zone)[0]
    current.ends_at = current.starts_at + lasting(minutes)
    current.version, current.changed_at = version + 1, now
    moved = any(getattr(current, name) != value for name, value in before.items())
    if moved:
        current.sequence, current.moved_at = current.sequence + 1, now
    current.save()
    record(action="meeting.changed", subject=current, actor=changed_by, now=now, told=moved)
    if moved:
        notices.tell_change(current, now=now)
    fill_places(current, now=now)
    return current


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str = "", cancelled_by: Any, now: datetime) -> Meeting:
    """Call a meeting off, and tell everybody concerned; a second time changes nothing."""
    current = locked_meeting(meeting)
    if current.is_cancelled:
        return current
    if current.is_over(now):
        raise TooLate
    return _cancel(current, reason=reason, by=cancelled_by, now=now)


def _cancel(meeting: Meeting, *, reason: str, by: Any, now: datetime) -> Meeting:
    meeting.cancelled_at, meeting.cancel_reason, meeting.changed_at = now, reason, now
    meeting.sequence += 1
    meeting.version += 1
    meeting.save()
    record(action="meeting.cancelled", subject=meeting, actor=by, now=now)
    notices.tell_cancellation(meeting, now=now)
    return meeting


@transaction.atomic
def cancel_rest(*, meeting: Meeting, reason: str = "", cancelled_by: Any, now: datetime) -> list[Meeting]:
    """Call off the meetings of a series from this one on that are not over, and return them."""
    if meeting.series_id is None:
        return [cancel_meeting(meeting=meeting, reason=reason, cancelled_by=cancelled_by, now=now)]
    MeetingSeries.objects.select_for_update().get(pk=meeting.series_id)
    later = Meeting.objects.filter(series=meeting.series_id, planned_at__gte=meeting.planned_at)
    found = [locked_meeting(one) for one in later.ahead(now).not_cancelled()]
    return [_cancel(one, reason=reason, by=cancelled_by, now=now) for one in found]


def values_of(meeting: Meeting) -> dict[str, Any]:
    """Return what a form shows of a meeting, its time as the clock on its own wall has it."""
    begins = on_the_wall(meeting.starts_at, meeting.time_zone)
    length = int((meeting.ends_at - meeting.starts_at).total_seconds() // 60)
    names = (
        "title",
        "summary",
        "kind",
        "audience",
        "time_zone",
        "place",
        "joining_link",
        "link_shown_hours",
        "room_places",
        "online_places",
        "agenda",
    )
    values = {name: getattr(meeting, name) for name in names}
    return values | {"day": begins.date(), "hour": begins.time(), "length": length}
