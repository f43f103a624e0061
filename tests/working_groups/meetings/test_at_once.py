"""Two hundred answers for twenty seats, in real threads, each with its own connection to the database."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests.cities.challenges.test_at_once import post
from tests.factories.accounts import UserFactory
from tests.factories.affiliations import AffiliationFactory
from tests.factories.groups import GroupFactory, MembershipFactory
from tests.factories.meetings import MeetingFactory
from tests.working_groups.meetings.test_calling import new
from working_groups.enums import Answer
from working_groups.meetings import answers
from working_groups.meetings.answers import answer_meeting
from working_groups.models import Meeting, Rsvp

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE, SEATS, RUNS, THREADS = 200, 20, 10, 16


@pytest.fixture
def people(home):
    return [UserFactory(password="!") for _number in range(PEOPLE)]


def all_say_yes(meeting, people):
    """Have everybody answer at once; return the errors."""
    errors, start, now = [], threading.Barrier(THREADS), timezone.now()

    def answer(persons):
        try:
            start.wait(30)
            for place, person in persons:
                moment = now + timedelta(milliseconds=place)
                answer_meeting(meeting=meeting, person=person, answer=Answer.YES, now=moment)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    numbered = list(enumerate(people))
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(answer, [numbered[start::THREADS] for start in range(THREADS)]))
    return errors


def test_exactly_as_many_have_a_place_as_there_are_seats_and_the_others_wait_in_order(people):
    for _run in range(RUNS):
        meeting = MeetingFactory(online_places=SEATS)
        assert all_say_yes(meeting, people) == []
        assert meeting.rsvps.coming().count() == SEATS
        waiting = list(meeting.rsvps.waiting())
        assert len(waiting) == PEOPLE - SEATS
        assert len({rsvp.person_id for rsvp in waiting}) == PEOPLE - SEATS
        assert [rsvp.queued_at for rsvp in waiting] == sorted(rsvp.queued_at for rsvp in waiting)


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite lets one write at a time in any case")
def test_without_the_lock_too_many_get_a_place(people, monkeypatch):
    """Proof that the test above would notice."""
    monkeypatch.setattr(answers, "locked_meeting", lambda meeting: Meeting.objects.get(pk=meeting.pk))
    oversold = False
    for _run in range(RUNS):
        meeting = MeetingFactory(online_places=SEATS)
        all_say_yes(meeting, people)
        oversold = oversold or meeting.rsvps.coming().count() > SEATS
        if oversold:
            break
    assert oversold


def test_one_form_is_one_answer_one_series_and_one_action(home):
    group = GroupFactory(slug="soil")
    person = MembershipFactory(group=group, person=AffiliationFactory().person, facilitator=True).person
    meeting = MeetingFactory(group=group)
    post(person, f"/meetings/{meeting.pk}/rsvp/", {"answer": "ACCEPTED"})
    assert Rsvp.objects.count() == 1
    post(person, "/working-groups/soil/meetings/new/", new(rhythm="weekly", times=3))
    assert Meeting.objects.count() == 4
