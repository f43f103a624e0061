"""Reminders a day before a meeting, to those who come and whom no daily digest tells."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from network.accounts.models import User
from network.mail.digests.plan import once
from network.mail.enums import Frequency
from network.mail.preferences.choices import not_stopped
from working_groups.digests.source import readers_of
from working_groups.enums import Answer
from working_groups.meetings import notices
from working_groups.models import Meeting

BEFORE = timedelta(hours=24)
# Whoever answers when it is as near as this needs no reminder.
TOO_LATE = timedelta(hours=1)


def plan_reminders(now: datetime) -> int:
    """Enter the reminders that are due and return of how many meetings; each is entered once for each time."""
    near = Meeting.objects.not_cancelled().filter(starts_at__gt=now + TOO_LATE, starts_at__lte=now + BEFORE)
    number = 0
    for meeting in near.select_related("group", "exchange").order_by("starts_at", "pk"):
        with transaction.atomic():
            if once(notices.REMINDER, f"{meeting.pk}:{meeting.sequence}", now=now):
                notices.remind(meeting, to_remind(meeting), now=now)
                number += 1
    return number


def to_remind(meeting: Meeting) -> QuerySet[User]:
    """Return those who come, or may come, and do not read of it in a daily digest."""
    answers = meeting.rsvps.filter(answer__in=(Answer.YES, Answer.MAYBE), is_waiting=False)
    people = User.objects.filter(pk__in=answers.values("person"), is_active=True).order_by("pk")
    if meeting.group_id is None:
        return people
    told = User.objects.filter(not_stopped(person="pk"), pk__in=readers_of(meeting.group_id, Frequency.DAILY))
    return people.exclude(pk__in=told.values("pk"))
