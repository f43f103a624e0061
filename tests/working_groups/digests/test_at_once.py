"""Changes told at once: gathered for ten minutes, to those who have chosen it."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from network.mail.digests.plan import NEWS
from network.mail.enums import Frequency
from network.mail.lists import lists
from network.mail.models import Delivery
from network.mail.preferences.choices import choose
from tests.factories.meetings import MeetingFactory
from tests.working_groups.digests.conftest import DAY, LONG_AGO, MORNING
from working_groups.meetings.minutes import add_decision, save_minutes

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def held(soil):
    return MeetingFactory(group=soil, starts_at=MORNING - DAY, created_at=LONG_AGO, title="The halls")


@pytest.fixture
def eager(soil, joins):
    reader = joins(email="eager@example.org")
    choose(
        person=reader,
        mail_list=lists.find("group"),
        of=soil.pk,
        frequency=Frequency.AT_ONCE,
        now=timezone.now(),
    )
    return reader


def decide(held, text, now):
    add_decision(meeting=held, text=text, form_token=uuid.uuid4(), now=now)


def test_five_changes_in_ten_minutes_are_one_mail(post, held, eager, marta):
    for number in range(5):
        decide(held, f"Number {number}.", MORNING + number * MINUTE)
    assert post.comes(MORNING + 9 * MINUTE) == {}
    mails = post.comes(MORNING + 10 * MINUTE)
    assert set(mails) == {"eager@example.org"}
    assert all(f"Number {number}." in mails["eager@example.org"].body for number in range(5))
    assert post.comes(MORNING + 20 * MINUTE) == {}


def test_what_comes_later_is_a_mail_of_its_own_and_repeats_nothing(post, held, eager):
    decide(held, "The first.", MORNING)
    post.comes(MORNING + 10 * MINUTE)
    decide(held, "The second.", MORNING + 12 * MINUTE)
    body = post.comes(MORNING + 22 * MINUTE)["eager@example.org"].body
    assert "The second." in body
    assert "The first." not in body


def test_the_daily_digest_does_not_repeat_what_was_told_at_once(post, soil, held, eager):
    decide(held, "The first.", MORNING)
    post.comes(MORNING + 10 * MINUTE)
    choose(
        person=eager,
        mail_list=lists.find("group"),
        of=soil.pk,
        frequency=Frequency.DAILY,
        now=timezone.now(),
    )
    assert post.comes(MORNING + DAY) == {}


def test_minutes_are_told_and_lead_to_the_meeting(post, held, eager):
    save_minutes(meeting=held, text="We met.", recording_link="", version=1, written_by=None, now=MORNING)
    mail = post.comes(MORNING + 10 * MINUTE)["eager@example.org"]
    assert mail.subject == "Soil on site: minutes of 1 meeting"
    assert f"/meetings/{held.pk}/" in mail.body


def test_its_one_click_stops_that_group_alone(post, held, eager, client):
    decide(held, "The first.", MORNING)
    mail = post.comes(MORNING + 10 * MINUTE)["eager@example.org"]
    url = mail.extra_headers["List-Unsubscribe"].split(">")[0].strip("<")
    assert mail.extra_headers["List-Id"].startswith(f"<group-{held.group_id}.")
    response = client.post(url, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert list(eager.mail_preferences.values_list("list", "of", "frequency")) == [
        ("group", held.group_id, Frequency.NEVER)
    ]
    decide(held, "The second.", MORNING + 12 * MINUTE)
    assert post.comes(MORNING + 30 * MINUTE) == {}


def test_nobody_who_has_not_chosen_it_is_told_at_once(post, held, marta):
    decide(held, "The first.", MORNING)
    assert post.comes(MORNING + 10 * MINUTE).keys() <= {"marta@example.org"}
    assert not Delivery.objects.filter(kind=NEWS).exists()
