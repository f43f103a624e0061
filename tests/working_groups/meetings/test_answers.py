"""Saying whether one comes, and the waiting list."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from network.mail.models import Delivery
from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory, MembershipFactory
from tests.factories.meetings import MeetingFactory, RsvpFactory
from working_groups.enums import Answer, MeetingKind, Way
from working_groups.locks import locked_meeting
from working_groups.meetings import services
from working_groups.meetings.answers import NoAnswers, answer_meeting, fill_places, place_in_queue
from working_groups.members.services import end_membership
from working_groups.models import Rsvp

pytestmark = pytest.mark.django_db

SEQUENCES = 1000


def say(meeting, person, answer=Answer.YES, way=None, now=None):
    return answer_meeting(meeting=meeting, person=person, answer=answer, way=way, now=now or timezone.now())


def reply(client, meeting, **data):
    return client.post(f"/meetings/{meeting.pk}/rsvp/", {"answer": "ACCEPTED"} | data)


def test_whoever_says_yes_has_a_place_and_sees_the_link_when_it_is_time(as_, people, group):
    soon = timezone.now() + timedelta(hours=2)
    meeting = MeetingFactory(group=group, starts_at=soon, joining_link="https://talk.example/soil")
    later = MeetingFactory(group=group, joining_link="https://talk.example/later")
    for one in (meeting, later):
        assert "talk.example" not in as_("member").get(one.get_absolute_url()).content.decode()
        assert reply(as_("member"), one).url == f"{one.get_absolute_url()}#rsvp"
    assert "https://talk.example/soil" in as_("member").get(meeting.get_absolute_url()).content.decode()
    page = as_("member").get(later.get_absolute_url()).content.decode()
    assert "talk.example" not in page and "shortly before the meeting" in page
    reply(as_("member"), meeting, answer="TENTATIVE")
    assert "talk.example" not in as_("member").get(meeting.get_absolute_url()).content.decode()


def test_a_script_gets_the_answering_part_alone(as_, group):
    meeting = MeetingFactory(group=group)
    path = f"/meetings/{meeting.pk}/rsvp/"
    answer = as_("member").post(path, {"answer": "DECLINED"}, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert "You said no" in page and "<html" not in page
    refused = as_("member").post(path, {}, headers={"HX-Request": "true"})
    page = refused.content.decode()
    assert refused.status_code == 422 and "Say yes, maybe or no." in page and "<html" not in page
    refused = as_("member").post(path, {"answer": "perhaps"})
    assert refused.status_code == 422 and "perhaps" in refused.content.decode()


def test_who_comes_too_late_waits_in_order_and_moves_up_by_itself(people, group):
    meeting = MeetingFactory(group=group, online_places=1)
    first, second, third = (UserFactory() for _number in range(3))
    for number, person in enumerate((first, second, third)):
        say(meeting, person, now=timezone.now() + timedelta(seconds=number))
    queue = [place_in_queue(rsvp) for rsvp in Rsvp.objects.order_by("queued_at")]
    assert queue == [0, 1, 2]
    assert not Delivery.objects.exists()
    say(meeting, first, Answer.NO)
    assert Rsvp.objects.get(person=second).is_coming
    assert place_in_queue(Rsvp.objects.get(person=third)) == 1
    assert [delivery.recipient for delivery in Delivery.objects.filter(kind="meeting_promoted")] == [second]
    say(meeting, second)
    assert Rsvp.objects.get(person=second).is_coming, "saying yes again keeps the place"
    say(meeting, first, now=timezone.now() + timedelta(seconds=10))
    assert place_in_queue(Rsvp.objects.get(person=first)) == 2, "who had given up a place queues anew"


def test_the_room_and_the_line_have_queues_of_their_own(people, group):
    meeting = MeetingFactory(group=group, kind=MeetingKind.HYBRID, place="Hall 4", room_places=1)
    first, second = UserFactory(), UserFactory()
    say(meeting, first, way=Way.ROOM)
    assert say(meeting, second, way=Way.ROOM).is_waiting
    assert not say(meeting, second, way=Way.ONLINE).is_waiting
    with pytest.raises(NoAnswers):
        say(MeetingFactory(group=group, in_room=True), first, way=Way.ONLINE)


def test_more_places_and_another_kind_let_people_move_up(people, group):
    meeting = MeetingFactory(group=group, online_places=1)
    persons = [UserFactory() for _number in range(3)]
    for person in persons:
        say(meeting, person)
    values = {name: value for name, value in services.values_of(meeting).items() if hasattr(meeting, name)}
    begins = services.values_of(meeting)
    services.change_meeting(
        meeting=meeting,
        values=values | {"online_places": None},
        first=timezone.datetime.combine(begins["day"], begins["hour"]),
        minutes=90,
        version=1,
        changed_by=people["facilitator"],
        now=timezone.now(),
    )
    assert Rsvp.objects.coming().count() == 3
    assert Delivery.objects.filter(kind="meeting_promoted").count() == 2


@pytest.mark.parametrize("trait", ["held", "cancelled"])
def test_nobody_answers_a_meeting_that_is_over_or_off(as_, people, group, trait):
    meeting = MeetingFactory(group=group, **{trait: True})
    with pytest.raises(NoAnswers):
        say(meeting, people["member"])
    page = as_("member").post(f"/meetings/{meeting.pk}/rsvp/", {"answer": "ACCEPTED"}, follow=True)
    assert "takes no answers any more" in page.content.decode()


def test_whoever_leaves_the_group_gives_her_place_to_the_next(people, group):
    meeting = MeetingFactory(group=group, online_places=1)
    say(meeting, people["member"])
    MembershipFactory(group=group, person=people["other"])
    say(meeting, people["other"])
    place = group.memberships.get(person=people["member"])
    end_membership(membership=place, actor=people["member"], now=timezone.now())
    assert Rsvp.objects.get().person == people["other"]
    assert Rsvp.objects.get().is_coming


def test_whatever_people_do_the_room_is_never_overfull_and_never_half_empty_while_somebody_waits(group):
    """1,000 random sequences of yes, no, maybe, changes of capacity and cancellations."""
    persons = [UserFactory() for _number in range(6)]
    chance = random.Random(2026)  # noqa: S311 (no secret)
    now = timezone.now()
    for _sequence in range(SEQUENCES):
        meeting = MeetingFactory(group=group, online_places=chance.randrange(4))
        for _step in range(chance.randrange(2, 6)):
            now += timedelta(microseconds=1)
            what = chance.random()
            if what < 0.75:
                say(meeting, chance.choice(persons), chance.choice(list(Answer)), now=now)
            elif what < 0.97:
                meeting.online_places = chance.choice([None, 0, 1, 2, 3])
                meeting.save()
                fill_places(locked_meeting(meeting), now=now)
            else:
                services.cancel_meeting(meeting=meeting, cancelled_by=None, now=now)
                break
            coming, waiting = meeting.rsvps.coming().count(), meeting.rsvps.waiting().count()
            places = meeting.online_places
            assert not waiting or (places is not None and coming >= places)
        Rsvp.objects.all().delete()


def test_those_who_have_a_place_keep_it_when_places_are_taken_away(group):
    meeting = MeetingFactory(group=group, online_places=3)
    for _number in range(3):
        say(meeting, UserFactory())
    meeting.online_places = 1
    meeting.save()
    assert say(meeting, UserFactory()).is_waiting
    assert Rsvp.objects.coming().count() == 3


def test_attendance_is_noted_by_who_runs_the_meeting(as_, people, group):
    meeting = MeetingFactory(group=group, held=True)
    there = RsvpFactory(meeting=meeting, person=people["member"])
    away = RsvpFactory(meeting=meeting, person=people["facilitator"])
    path = f"/meetings/{meeting.pk}/attendance/"
    assert as_("member").get(path).status_code == 404
    as_("facilitator").post(path, {"present": [str(people["member"].pk), "999", "x"]})
    there.refresh_from_db()
    away.refresh_from_db()
    assert (there.attended, away.attended) == (True, False)


def test_another_groups_meeting_is_not_there(as_, people, group):
    meeting = MeetingFactory(group=GroupFactory())
    assert reply(as_("member"), meeting).status_code == 404
    assert as_("member").get(meeting.get_absolute_url()).status_code == 404
