"""The daily digest: only what is new and the reader's own, at her own hour, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from network.mail.enums import DeliveryState, Frequency, SkipReason
from network.mail.lists import lists
from network.mail.models import Delivery, DigestTime
from network.mail.preferences.choices import choose
from network.mail.services import resend
from tests.factories.groups import GroupFactory
from tests.factories.meetings import ActionFactory, DecisionFactory, MeetingFactory, RsvpFactory
from tests.working_groups.digests.conftest import DAY, LONG_AGO, MORNING
from working_groups.enums import Answer, Way
from working_groups.models import GroupMembership

pytestmark = pytest.mark.django_db

SENT = (DeliveryState.SENT, "")
EMPTY = (DeliveryState.SKIPPED, SkipReason.EMPTY)


def decided(group, text="Soil stays on site.", at=MORNING - timedelta(hours=3)):
    held = MeetingFactory(group=group, starts_at=MORNING - 3 * DAY, created_at=LONG_AGO, changed_at=LONG_AGO)
    return DecisionFactory(meeting=held, group=group, text=text, decided_at=at)


def chosen(person, group, frequency):
    choose(person=person, mail_list=lists.find("group"), of=group.pk, frequency=frequency, now=timezone.now())


def test_what_is_new_comes_at_seven_by_the_readers_clock_once(post, soil, marta):
    decided(soil)
    assert post.comes(MORNING - timedelta(minutes=6)) == {}
    mail = post.comes()["marta@example.org"]
    assert mail.subject == "Soil on site: 1 decision"
    assert "Soil stays on site." in mail.body
    assert "Dear Marta Member," in mail.body
    assert "Soil stays on site." in mail.alternatives[0][0]
    assert post.comes(MORNING + timedelta(minutes=1)) == {}
    assert post.comes(MORNING + DAY) == {}
    assert post.ended() == [SENT, EMPTY]


def test_nothing_new_is_no_mail(post, soil, marta):
    assert post.comes() == {}
    assert post.ended() == [EMPTY]


def test_what_was_told_is_not_told_again_and_what_came_after_it_is(post, soil, marta):
    decided(soil, "The first.")
    assert "The first." in post.comes()["marta@example.org"].body
    decided(soil, "The second.", at=MORNING + timedelta(hours=2))
    body = post.comes(MORNING + DAY)["marta@example.org"].body
    assert "The second." in body
    assert "The first." not in body


def test_a_digest_that_failed_loses_nothing(post, soil, marta):
    decided(soil, "The first.")
    post.comes()
    Delivery.objects.update(state=DeliveryState.FAILED, data={})
    assert "The first." in post.comes(MORNING + DAY)["marta@example.org"].body


def test_what_happened_in_a_group_that_she_is_not_in_is_not_hers(post, soil, marta):
    decided(GroupFactory(name="Another", private=True), "A secret.")
    decided(soil)
    assert "A secret." not in post.comes()["marta@example.org"].body


def test_whoever_is_no_longer_in_the_group_when_it_is_sent_gets_none(post, soil, marta):
    decided(soil)
    from network.mail.digests.plan import plan

    plan(MORNING)
    GroupMembership.objects.update(state="ended", ended_at=MORNING)
    assert post.comes() == {}
    assert post.ended() == [(DeliveryState.SKIPPED, SkipReason.NO_ACCESS)]


def test_a_meeting_of_today_is_told_of_with_the_answer_and_the_link_that_she_may_have(post, soil, marta):
    soon = MORNING + timedelta(hours=8)
    meeting = MeetingFactory(
        group=soil,
        title="What soil costs",
        starts_at=soon,
        created_at=LONG_AGO,
        joining_link="https://meet.example.org/soil",
        link_shown_hours=24,
    )
    RsvpFactory(meeting=meeting, person=marta, way=Way.ONLINE)
    mail = post.comes()["marta@example.org"]
    assert mail.subject == "Soil on site: a meeting is coming up"
    assert "You come, online. Join: https://meet.example.org/soil" in mail.body
    assert "15:05–16:35 CET" in mail.body


@pytest.mark.parametrize(
    ("answer", "words", "linked"),
    [
        (None, "You have not answered yet.", False),
        ("waiting", "You are on the waiting list.", False),
        (Answer.MAYBE, "You may come.", False),
        (Answer.YES, "You come, online.", True),
    ],
)
def test_each_reads_her_own_answer_in_the_same_groups_part(post, soil, joins, answer, words, linked):
    meeting = MeetingFactory(
        group=soil,
        starts_at=MORNING + timedelta(hours=8),
        created_at=LONG_AGO,
        joining_link="https://meet.example.org/soil",
    )
    other = joins(email="other@example.org")
    RsvpFactory(meeting=meeting, person=other, way=Way.ROOM)
    reader = joins(email="reader@example.org")
    if answer == "waiting":
        RsvpFactory(meeting=meeting, person=reader, waiting=True)
    elif answer:
        yes = answer == Answer.YES
        RsvpFactory(meeting=meeting, person=reader, answer=answer, queued_at=timezone.now() if yes else None)
    mails = post.comes()
    body = mails["reader@example.org"].body
    assert words in body
    assert ("https://meet.example.org" in body) == linked
    assert "You come, in the room." in mails["other@example.org"].body


def test_who_has_said_no_is_not_reminded(post, soil, marta):
    meeting = MeetingFactory(group=soil, starts_at=MORNING + timedelta(hours=8), created_at=LONG_AGO)
    RsvpFactory(meeting=meeting, person=marta, declined=True)
    assert post.comes() == {}


def test_her_open_actions_are_hers_alone(post, soil, joins, marta):
    joins(email="other@example.org")
    ActionFactory(
        group=soil, text="Ask the lab", owner=marta, created_at=MORNING - timedelta(hours=1), meeting=None
    )
    mails = post.comes()
    assert set(mails) == {"marta@example.org"}
    assert "- Ask the lab" in mails["marta@example.org"].body
    assert mails["marta@example.org"].subject == "Soil on site: what you have taken on"


def test_several_groups_are_one_mail(post, soil, marta, joins):
    heat = GroupFactory(name="Heat", created_at=LONG_AGO)
    joins(group=heat, reader=marta)
    decided(soil, "Soil stays.")
    decided(heat, "Heat goes.")
    mail = post.comes()["marta@example.org"]
    assert mail.subject in ("New in Soil on site, Heat", "New in Heat, Soil on site")
    assert "Soil stays." in mail.body
    assert "Heat goes." in mail.body


def test_a_weekly_group_joins_on_her_weekday(post, soil, marta):
    chosen(marta, soil, Frequency.WEEKLY)
    DigestTime.objects.create(person=marta, hour=7, weekday=3)
    decided(soil)
    assert post.comes() == {}
    assert Delivery.objects.count() == 0
    assert post.comes(MORNING + DAY) == {}
    assert "Soil stays" in post.comes(MORNING + 2 * DAY)["marta@example.org"].body


def test_never_is_never_and_a_stopped_digest_too(post, soil, marta, joins):
    chosen(marta, soil, Frequency.NEVER)
    other = joins(email="other@example.org")
    choose(person=other, mail_list=lists.find("digest"), frequency=Frequency.NEVER, now=timezone.now())
    decided(soil)
    assert post.comes() == {}
    assert Delivery.objects.count() == 0


def test_who_opts_out_after_planning_gets_none(post, soil, marta):
    from network.mail.digests.plan import plan

    decided(soil)
    plan(MORNING)
    choose(person=marta, mail_list=lists.find("digest"), frequency=Frequency.NEVER, now=timezone.now())
    assert post.comes() == {}
    assert post.ended() == [(DeliveryState.SKIPPED, SkipReason.OPTED_OUT)]


def test_a_scheduler_that_stood_still_sends_one_mail_with_everything(post, soil, marta):
    post.comes(MORNING - 3 * DAY)
    decided(soil, "The first.", at=MORNING - 2 * DAY)
    decided(soil, "The second.", at=MORNING - timedelta(hours=1))
    [mail] = post.comes().values()
    assert "The first." in mail.body
    assert "The second." in mail.body
    superseded = (DeliveryState.SKIPPED, SkipReason.SUPERSEDED)
    assert post.ended() == [EMPTY, superseded, superseded, SENT]


def test_a_digest_that_is_sent_again_tells_of_the_same_time_and_moves_nothing_on(post, soil, marta, mailoutbox):
    decided(soil, "The first.")
    post.comes()
    decided(soil, "The second.", at=MORNING + timedelta(hours=1))
    first = Delivery.objects.get()
    resend(delivery=first, reason="Lost.", sent_by=None, now=MORNING + timedelta(hours=2))
    body = post.comes(MORNING + timedelta(hours=3))["marta@example.org"].body
    assert "The first." in body
    assert "The second." not in body
    body = post.comes(MORNING + DAY)["marta@example.org"].body
    assert "The second." in body
    assert "The first." not in body


def test_sent_again_to_somebody_who_has_left_it_tells_nothing(post, soil, marta):
    decided(soil)
    post.comes()
    GroupMembership.objects.update(state="ended", ended_at=MORNING)
    resend(delivery=Delivery.objects.get(), reason="Lost.", sent_by=None, now=MORNING)
    assert post.comes(MORNING + timedelta(hours=1)) == {}
