"""Reminders: a day before, once, to those who come and whom no digest tells."""

from datetime import timedelta

import pytest
from django.utils import timezone

from network.mail.enums import Frequency
from network.mail.lists import lists
from network.mail.models import Delivery
from network.mail.preferences.choices import choose
from tests.factories.affiliations import AffiliationFactory
from tests.factories.groups import MembershipFactory
from tests.factories.meetings import MeetingFactory, RsvpFactory
from working_groups.meetings.notices import REMINDER
from working_groups.meetings.reminders import plan_reminders

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(home):
    """Return a meeting of the network in twenty-three hours, to which Marta comes."""
    meeting = MeetingFactory(
        network=True,
        title="All cities",
        starts_at=timezone.now() + timedelta(hours=23),
        joining_link="https://meet.example.org/all",
    )
    marta = AffiliationFactory(person__email="marta@example.org").person
    RsvpFactory(meeting=meeting, person=marta)
    return meeting


def reminded():
    rows = Delivery.objects.filter(kind=REMINDER).order_by("pk")
    return list(rows.values_list("recipient__email", flat=True))


def test_who_comes_is_reminded_once_with_the_link(meeting, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert plan_reminders(timezone.now()) == 1
    assert plan_reminders(timezone.now()) == 0
    [mail] = mailoutbox
    assert mail.subject == "Soon: All cities"
    assert "https://meet.example.org/all" in mail.body


@pytest.mark.parametrize("hours", [25, 0.5])
def test_not_long_before_and_not_when_it_is_too_late(meeting, hours):
    meeting.starts_at = timezone.now() + timedelta(hours=hours)
    meeting.ends_at = meeting.starts_at + timedelta(hours=1)
    meeting.save()
    plan_reminders(timezone.now())
    assert reminded() == []


def test_who_said_no_waits_or_has_not_answered_is_not_reminded(meeting):
    RsvpFactory(meeting=meeting, declined=True)
    RsvpFactory(meeting=meeting, waiting=True)
    plan_reminders(timezone.now())
    assert reminded() == ["marta@example.org"]


def test_a_moved_meeting_is_reminded_of_anew(meeting):
    plan_reminders(timezone.now())
    meeting.sequence += 1
    meeting.save()
    plan_reminders(timezone.now())
    assert reminded() == ["marta@example.org"] * 2


def test_of_a_group_only_those_are_reminded_whom_no_daily_digest_tells(home):
    meeting = MeetingFactory(starts_at=timezone.now() + timedelta(hours=23))
    daily, weekly, stopped = (
        MembershipFactory(group=meeting.group, person__email=f"{name}@example.org").person
        for name in ("daily", "weekly", "stopped")
    )
    for person in (daily, weekly, stopped):
        RsvpFactory(meeting=meeting, person=person)
    now = timezone.now()
    choose(
        person=weekly, mail_list=lists.get("group"), of=meeting.group_id, frequency=Frequency.WEEKLY, now=now
    )
    choose(person=stopped, mail_list=lists.get("digest"), frequency=Frequency.NEVER, now=now)
    plan_reminders(now)
    assert reminded() == ["weekly@example.org", "stopped@example.org"]


def test_who_has_switched_reminders_off_gets_none(meeting, mailoutbox, django_capture_on_commit_callbacks):
    marta = meeting.rsvps.get().person
    choose(person=marta, mail_list=lists.get("reminders"), frequency=Frequency.NEVER, now=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        plan_reminders(timezone.now())
    assert mailoutbox == []
    assert Delivery.objects.get().skip_reason == "opted_out"
