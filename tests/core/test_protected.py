"""Deleting what others refer to: staff are told why it was kept."""

import pytest

from cities.models import Challenge, City
from tests.factories.accounts import UserFactory
from tests.factories.affiliations import ChallengeFactory
from tests.factories.cities import CityFactory
from tests.factories.cycles import EntryFactory


@pytest.fixture
def administrator(client, home, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(UserFactory(administrator=True))


def test_a_challenge_that_was_entered_is_kept_and_the_reason_given(client, administrator):
    challenge = EntryFactory().challenge
    response = client.post(f"/admin/challenges/delete/{challenge.pk}/", follow=True)
    assert response.status_code == 200
    assert "others still refer to it: entries" in response.content.decode()
    assert Challenge.objects.filter(pk=challenge.pk).exists()


def test_a_challenge_that_nothing_refers_to_goes(client, administrator):
    challenge = ChallengeFactory()
    client.post(f"/admin/challenges/delete/{challenge.pk}/")
    assert not Challenge.objects.filter(pk=challenge.pk).exists()


def test_a_city_with_challenges_is_kept(client, administrator):
    city = CityFactory()
    ChallengeFactory(city=city)
    response = client.post(f"/admin/snippets/cities/city/delete/{city.pk}/", follow=True)
    assert "others still refer to it: challenges" in response.content.decode()
    assert City.objects.filter(pk=city.pk).exists()


def test_a_script_gets_the_reason_alone(client, administrator):
    challenge = EntryFactory().challenge
    response = client.post(
        f"/admin/challenges/delete/{challenge.pk}/", headers={"X-Requested-With": "XMLHttpRequest"}
    )
    assert response.status_code == 409
    assert "entries" in response.json()["error_message"]
