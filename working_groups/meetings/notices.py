"""The mails about meetings, each with what the reader's calendar takes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from network.accounts.models import User
from network.core.access import can
from network.core.letterhead import absolute
from network.mail.kinds import MailKind, Message, Recipient, kinds, whole
from network.mail.lists import MailList, lists
from network.mail.messages import render_message
from network.mail.models import Delivery
from network.mail.services import send_notice, send_notices
from working_groups.enums import Answer, MembershipState
from working_groups.meetings.calendars import CANCEL, REQUEST, invitation
from working_groups.models import Meeting, Rsvp

CALLED, CHANGED, CANCELLED = "meeting_called", "meeting_changed", "meeting_cancelled"
PROMOTED, REMINDER = "meeting_promoted", "meeting_reminder"
LIST, REMINDERS = "meetings", "reminders"
# So that five edits make one mail: each waits for the next, and the last one is sent.
GATHERING = timedelta(minutes=10)
SOON = timedelta(hours=2)
WITHOUT_QUESTION = (CANCELLED, PROMOTED, REMINDER)
FOLDER = "working_groups/meetings/email"


def invite(meeting: Meeting, *, now: datetime) -> None:
    """Mail to those whose meeting it is that it, or a series of them, is called."""
    if meeting.group is None and meeting.exchange is None:
        return  # the network's meetings stand in its lists, calendars and digests
    _send(CALLED, meeting, _members(meeting), now=now)


def invite_newcomer(person: Any, whose: Any, *, now: datetime) -> None:
    """Mail to somebody who has joined a group or an exchange what it will hold: each series once."""
    told = set()
    for meeting in whose.meetings.ahead(now).not_cancelled().select_related("group", "series", "exchange"):
        if meeting.series_id is None or meeting.series_id not in told:
            told.add(meeting.series_id)
            _send(CALLED, meeting, [person], now=now)


def tell_change(meeting: Meeting, *, now: datetime) -> None:
    """Mail that a meeting has moved or is held otherwise, to everybody who has not said no.

    It waits ten minutes for further changes, unless the meeting begins soon.
    """
    due = now if meeting.starts_at < now + SOON else now + GATHERING
    _send(CHANGED, meeting, concerned(meeting), now=now, due=due)


def tell_cancellation(meeting: Meeting, *, now: datetime) -> None:
    """Mail that a meeting is called off, to everybody who has not said no."""
    _send(CANCELLED, meeting, concerned(meeting), now=now)


def tell_promoted(rsvp: Rsvp, *, now: datetime) -> None:
    """Mail that somebody has moved up from the waiting list."""
    event = f"rsvp:{rsvp.pk}:{rsvp.queued_at.isoformat() if rsvp.queued_at else ''}"
    send_notice(kind=PROMOTED, event=event, recipient=rsvp.person, data={"meeting": rsvp.meeting_id}, now=now)


def _members(meeting: Meeting) -> Iterable[User]:
    if meeting.exchange_id:
        return User.objects.filter(exchange_seats__exchange=meeting.exchange_id, is_active=True).order_by("pk")
    active = Q(group_memberships__group=meeting.group_id, group_memberships__state=MembershipState.ACTIVE)
    return User.objects.filter(active, is_active=True).distinct().order_by("pk")


def concerned(meeting: Meeting) -> list[User]:
    """Return those whose meeting it is and those who have answered, without those who have said no."""
    answers = dict(meeting.rsvps.values_list("person", "answer"))
    people = list(_members(meeting)) if meeting.group_id or meeting.exchange_id else []
    known = {person.pk for person in people}
    others = User.objects.filter(pk__in=answers.keys() - known, is_active=True).order_by("pk")
    return [person for person in (*people, *others) if answers.get(person.pk) != Answer.NO]


def remind(meeting: Meeting, people: Iterable[Any], *, now: datetime) -> None:
    """Mail that a meeting is near."""
    _send(REMINDER, meeting, people, now=now)


def _send(
    kind: str, meeting: Meeting, people: Iterable[Any], *, now: datetime, due: datetime | None = None
) -> None:
    event = f"meeting:{meeting.pk}:{meeting.sequence}"
    data = {"meeting": meeting.pk, "sequence": meeting.sequence}
    send_notices(kind=kind, event=event, recipients=people, data=data, now=now, due=due)


def _meeting(delivery: Delivery) -> Meeting | None:
    found = Meeting.objects.select_related("group", "series", "exchange").filter(pk=delivery.data["meeting"])
    return found.first()


def may_receive(delivery: Delivery, recipient: Recipient) -> bool:
    """Return whether the reader may still see the meeting: nobody is mailed what she has lost sight of."""
    meeting = _meeting(delivery)
    return meeting is None or can(recipient.person, "view", meeting)


def _all_of(meeting: Meeting, now: datetime) -> list[Meeting]:
    """Return the meeting, or those of its series that are ahead."""
    if meeting.series is None:
        return [meeting]
    later = meeting.series.meetings.select_related("group", "series", "exchange").filter(ends_at__gt=now)
    return list(later.order_by("planned_at")) or [meeting]


def render(delivery: Delivery, recipient: Recipient) -> Message | None:
    """Return the mail of any of these kinds, or nothing where it is out of date."""
    meeting, now, kind = _meeting(delivery), timezone.now(), delivery.kind
    if meeting is None:
        return None
    meetings = _all_of(meeting, now) if kind == CALLED else [meeting]
    if kind == CALLED:  # of a series, the first that still takes place
        meeting = next((one for one in meetings if not one.is_cancelled), meeting)
    if meeting.is_over(now) or (kind == CANCELLED) != meeting.is_cancelled:
        return None  # called off since, or told of by a later mail
    if kind in (CHANGED, REMINDER) and delivery.data["sequence"] != meeting.sequence:
        return None
    context = {
        "meeting": meeting,
        "held_by": meeting.held_by,
        "when": spoken(meeting),
        "dates": [spoken(one) for one in meetings if not one.is_cancelled],
        "action_url": absolute(meeting.get_absolute_url()),
        "action_label": _("See the meeting") if kind in WITHOUT_QUESTION else _("Say whether you come"),
    }
    if kind == REMINDER:
        comes = meeting.rsvps.coming().filter(person=recipient.person).exists()
        context["link"] = meeting.joining_link if comes and meeting.shows_link(now) else ""
    message = render_message(f"{FOLDER}/{kind.partition('_')[2]}", recipient, context)
    if kind in (PROMOTED, REMINDER):
        return message
    method = CANCEL if kind == CANCELLED else REQUEST
    calendar = invitation(meetings, method=method, attendee=recipient, now=now)
    return replace(message, calendar=calendar, method=method)


def spoken(meeting: Meeting) -> str:
    """Return when a meeting is on the reader's clock, and on its own where that differs."""
    begins, ends = (timezone.localtime(at) for at in (meeting.starts_at, meeting.ends_at))
    own = f"{date_format(begins, 'l, j F Y, H:i')}–{date_format(ends, 'H:i T')}"
    there = meeting.starts_there
    if there.utcoffset() == begins.utcoffset():
        return own
    return f"{own} ({date_format(there, 'j F, H:i')} {meeting.time_zone.replace('_', ' ')})"


def register_notices() -> None:
    """Tell the outbox how these mails read."""
    labels = {
        CALLED: _("Meeting: called"),
        CHANGED: _("Meeting: moved or changed"),
        CANCELLED: _("Meeting: cancelled"),
        PROMOTED: _("Meeting: up from the waiting list"),
        REMINDER: _("Meeting: reminder"),
    }
    listed = {CALLED: LIST, CHANGED: LIST, CANCELLED: LIST, REMINDER: REMINDERS}
    for name, label in labels.items():
        list_of = whole(listed[name]) if name in listed else None
        kinds.register(MailKind(name, label, render, may_receive, list_of=list_of))
    lists.register(
        MailList(
            LIST,
            _("Meetings that are called, moved or called off"),
            _("With what your calendar takes. Your subscribed calendar follows in any case."),
            order=15,
        )
    )
    lists.register(
        MailList(
            REMINDERS,
            _("Reminders of meetings"),
            _("A day before, if you come and no daily digest tells you."),
            order=16,
        )
    )
