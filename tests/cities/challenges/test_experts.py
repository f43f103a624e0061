"""Which experts a challenge's page suggests, and why."""

import pytest

from cities.challenges.experts import suggested_experts
from cities.enums import Availability
from network.core.models import Region, Theme
from tests.factories.affiliations import AffiliationFactory, ChallengeFactory
from tests.factories.experts import ExpertFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme():
    return Theme.objects.get(slug="circular-economy")


@pytest.fixture
def challenge(home, theme):
    return ChallengeFactory(themes=[theme])


def expert(theme, **fields):
    found = ExpertFactory(**fields)
    found.person.expertise.add(theme)
    return found


def names(challenge, theme) -> list:
    return [one.expert for one in suggested_experts(challenge, [theme])]


def test_who_knows_the_theme_is_suggested_with_her_reasons(challenge, theme):
    far, near = expert(theme), expert(theme)
    far.regions.add(Region.objects.get(slug="oceania"))
    near.regions.add(Region.objects.get(slug="europe"))
    ExpertFactory()
    found = suggested_experts(challenge, [theme])
    assert [one.expert for one in found] == [near, far]
    assert [(reason.text, reason.points) for reason in found[0].reasons] == [
        ("Knows Circular economy", 4),
        ("Works in Europe", 2),
        ("Has time", 1),
    ]


def test_who_does_not_want_to_be_found_or_asked_is_not(challenge, theme):
    expert(theme, hidden=True)
    expert(theme, availability=Availability.PAUSED)
    left = expert(theme)
    left.person.affiliations.all().delete()
    assert names(challenge, theme) == []


def test_the_citys_own_people_are_left_out(challenge, theme):
    own = AffiliationFactory(city=challenge.city, expert=True).person
    expert(theme, person=own)
    assert names(challenge, theme) == []


def test_the_page_shows_them(client, challenge, theme):
    found = expert(theme, headline="Mine water")
    page = client.get(challenge.get_absolute_url()).content.decode()
    assert "People who could be asked" in page
    assert found.get_absolute_url() in page
