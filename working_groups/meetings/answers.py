"""Saying whether one comes, and the waiting list that moves up by itself.

Every answer locks the meeting's row first: whoever says yes at the same moment is dealt with one after the
other, so that no place is given twice and none stays free while somebody waits. Places are given in the order
of the answers.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from working_groups.enums import Answer, Audience, Way
from working_groups.locks import locked_meeting
from working_groups.meetings import notices
from working_groups.models import Meeting, Rsvp


class NoAnswers(Exception):
    """The meeting is cancelled or over, or takes nobody in this way."""


@transaction.atomic
def answer_meeting(
    *, meeting: Meeting, person: Any, answer: Answer, way: Way | None = None, now: datetime
) -> Rsvp:
    """Keep what somebody answers, and return it with whether she waits for a place.

    Who has a place, or waits for one, keeps it by saying yes again; another way is another queue. Raises
    ``NoAnswers``.
    """
    current = locked_meeting(meeting)
    way = way or current.ways[0]
    if not current.takes_answers(now) or way not in current.ways:
        raise NoAnswers
    rsvp = Rsvp.objects.filter(meeting=current, person=person).first() or Rsvp(meeting=current, person=person)
    queues_anew = answer == Answer.YES and (rsvp.answer != Answer.YES or rsvp.way != way)
    rsvp.answer, rsvp.way, rsvp.answered_at = answer, way, now
    if answer != Answer.YES:
        rsvp.is_waiting, rsvp.queued_at = False, None
    elif queues_anew:
        rsvp.queued_at, rsvp.is_waiting = now, True
    rsvp.save()
    for promoted in fill_places(current, now=now, quiet=rsvp):
        if promoted.pk == rsvp.pk:
            rsvp.is_waiting = False
    return rsvp


def fill_places(meeting: Meeting, *, now: datetime, quiet: Rsvp | None = None) -> list[Rsvp]:
    """Give free places to those who wait, in their order, and return who got one; call it under the lock.

    Each is told by mail, but not ``quiet``: she sees it on the page that she has just sent.
    """
    if meeting.is_cancelled or meeting.is_over(now):
        return []
    promoted: list[Rsvp] = []
    for way in meeting.ways:
        queue = meeting.rsvps.waiting().filter(way=way)
        places = meeting.places(way)
        if places is not None:
            free = places - meeting.rsvps.coming().filter(way=way).count()
            queue = queue[: max(free, 0)]
        promoted += queue
    Rsvp.objects.filter(pk__in=[one.pk for one in promoted]).update(is_waiting=False)
    for one in promoted:
        one.is_waiting = False
        if quiet is None or one.pk != quiet.pk:
            notices.tell_promoted(one, now=now)
    return promoted


def withdraw_answers(*, person: Any, meetings: QuerySet[Meeting], now: datetime) -> None:
    """Take back what somebody who leaves has answered to meetings that were hers: her places go to others.

    Call it in a transaction.
    """
    rows = Rsvp.objects.filter(person=person, meeting__in=meetings.filter(audience=Audience.GROUP))
    for rsvp in rows.filter(meeting__ends_at__gt=now).order_by("meeting").select_related("meeting"):
        current = locked_meeting(rsvp.meeting)
        rsvp.delete()
        fill_places(current, now=now)


def place_in_queue(rsvp: Rsvp) -> int:
    """Return how many places from the front somebody waits, 1 for the next; 0 for whoever does not wait."""
    if not rsvp.is_waiting:
        return 0
    queue = Rsvp.objects.filter(meeting=rsvp.meeting_id, way=rsvp.way).waiting()
    return list(queue.values_list("pk", flat=True)).index(rsvp.pk) + 1


@transaction.atomic
def note_attendance(*, meeting: Meeting, present: set[int]) -> int:
    """Note which of those who had a place were there, by the keys of the persons; return how many were."""
    places = locked_meeting(meeting).rsvps.coming()
    places.exclude(person__in=present).update(attended=False)
    return places.filter(person__in=present).update(attended=True)
