"""Links in mails: a GET changes nothing, one click stops exactly one list, and nobody can make one."""

import random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from network.mail.enums import Frequency
from network.mail.models import DigestTime, Preference
from network.mail.preferences.tokens import (
    preferences_url,
    read_centre,
    read_stop,
    unsubscribe_url,
)
from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory, MembershipFactory

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
ALTERED = 10_000


@pytest.fixture
def marta(home):
    return UserFactory(email="marta@example.org", name="Marta Member")


@pytest.fixture
def stranger():
    """Return a client without cookies that minds CSRF, as a mail program's is."""
    return Client(enforce_csrf_checks=True)


def choices():
    return sorted(Preference.objects.values_list("list", "of", "frequency"))


def test_looking_changes_nothing(stranger, marta):
    for url in (unsubscribe_url(marta.pk, "digest", 0), preferences_url(marta.pk)):
        for method in (stranger.get, stranger.head) * 3:
            with CaptureQueriesContext(connection) as queries:
                response = method(url)
            assert response.status_code == 200
            assert response["Referrer-Policy"] == "no-referrer"
            assert "no-store" in response["Cache-Control"]
            assert not [query for query in queries if not query["sql"].startswith("SELECT")]
    assert choices() == []


def test_one_click_needs_no_cookie_and_leads_nowhere(stranger, marta):
    response = stranger.post(unsubscribe_url(marta.pk, "discussion", 0), ONE_CLICK)
    assert response.status_code == 200
    assert not response.cookies
    assert choices() == [("discussion", 0, Frequency.NEVER)]
    stranger.post(unsubscribe_url(marta.pk, "discussion", 0), ONE_CLICK)
    assert choices() == [("discussion", 0, Frequency.NEVER)]


def test_the_page_stops_it_with_a_button_and_leads_back(stranger, marta):
    url = unsubscribe_url(marta.pk, "discussion", 0)
    assert "Stop these mails" in stranger.get(url).content.decode()
    page = stranger.post(url).content.decode()
    assert "You hear no more of" in page
    assert "/mail/choices/" in page


def test_ten_thousand_altered_tokens_are_refused(marta):
    dice = random.Random(7)  # noqa: S311 (no secret is made)
    alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:"
    for url, read in (
        (unsubscribe_url(marta.pk, "group", 12), read_stop),
        (preferences_url(marta.pk), read_centre),
    ):
        token = url.split("/")[-2]
        assert read(token) is not None
        accepted = 0
        for number in range(ALTERED // 2):
            place = number % len(token)
            other = dice.choice(alphabet.replace(token[place], ""))
            kind = dice.randrange(3)
            altered = token[:place] + (other, "", other + token[place])[kind] + token[place + 1 :]
            accepted += altered != token and read(altered) is not None
        assert accepted == 0


def test_one_kind_of_token_is_no_other(stranger, marta):
    stop = unsubscribe_url(marta.pk, "digest", 0).split("/")[-2]
    centre = preferences_url(marta.pk).split("/")[-2]
    assert stranger.get(f"/mail/choices/{stop}/").status_code == 404
    assert stranger.get(f"/mail/stop/{centre}/").status_code == 404
    assert "This link is over" in stranger.get(f"/mail/stop/{centre}/").content.decode()


def test_the_link_to_all_choices_ends_after_sixty_days_and_stopping_does_not(stranger, marta, monkeypatch):
    import time

    stop, centre = unsubscribe_url(marta.pk, "digest", 0), preferences_url(marta.pk)
    later = time.time() + 61 * 86400
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert stranger.get(centre).status_code == 404
    assert stranger.post(stop).status_code == 200


def test_a_closed_account_has_no_choices(stranger, marta):
    marta.is_active = False
    marta.save()
    assert stranger.get(preferences_url(marta.pk)).status_code == 404


def test_choosing_by_link(stranger, marta):
    group = GroupFactory(name="Soil")
    MembershipFactory(group=group, person=marta)
    url = preferences_url(marta.pk)
    data = {"hour": "18", "weekday": "4", f"group-{group.pk}": "weekly", "digest-0": "on"}
    page = stranger.post(url, data).content.decode()
    assert "Your choice is saved." in page
    assert DigestTime.objects.filter(person=marta, hour=18, weekday=4).exists()
    assert ("group", group.pk, Frequency.WEEKLY) in choices()
    assert ("digest", 0, Frequency.AT_ONCE) in choices()
    assert ("discussion", 0, Frequency.NEVER) in choices()  # not ticked


def test_what_the_form_does_not_offer_is_refused_and_nothing_is_lost(stranger, marta):
    group = GroupFactory(name="Soil")
    MembershipFactory(group=group, person=marta)
    data = {"hour": "18", "weekday": "9", f"group-{group.pk}": "hourly"}
    response = stranger.post(preferences_url(marta.pk), data)
    assert response.status_code == 422
    page = response.content.decode()
    assert '<option value="18" selected>' in page
    assert "Select a valid choice" in page
    assert choices() == []


def test_another_groups_choice_cannot_be_made(stranger, marta):
    other = GroupFactory(name="Other")
    stranger.post(preferences_url(marta.pk), {"hour": "7", "weekday": "0", f"group-{other.pk}": "never"})
    assert not Preference.objects.filter(list="group").exists()


def test_a_private_groups_name_is_kept_from_whoever_finds_the_mail(client, stranger, marta):
    group = GroupFactory(name="Secret soil", private=True)
    MembershipFactory(group=group, person=marta, decided_at=timezone.now())
    for url in (preferences_url(marta.pk), unsubscribe_url(marta.pk, "group", group.pk)):
        page = stranger.get(url).content.decode()
        assert "Secret soil" not in page
        assert "A private group" in page
    client.force_login(marta)
    assert "Secret soil" in client.get("/account/mail/").content.decode()


def test_signed_in_one_chooses_in_the_account(client, marta):
    client.force_login(marta)
    response = client.post("/account/mail/", {"hour": "6", "weekday": "0", "digest-0": "on"})
    assert response.url == "/account/mail/"
    assert DigestTime.objects.get().hour == 6
    assert "Your choice is saved." in client.get("/account/mail/").content.decode()


def test_the_form_asks_as_much_for_twenty_groups_as_for_one(client, marta, django_assert_num_queries):
    client.force_login(marta)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get("/account/mail/")
        return len(queries)

    MembershipFactory(person=marta)
    asked()
    one = asked()
    MembershipFactory.create_batch(20, person=marta)
    assert asked() == one
