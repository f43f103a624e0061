"""The demo cycles load once, after the challenges that they name."""

import pytest
from django.utils import timezone

from cities.cycles.enums import CyclePhase
from cities.demo.cycles import FILE, load
from cities.demo.load import load as load_cities
from cities.models import Ballot, ChallengeCycle, City, CycleEntry
from network.accounts.models import User
from network.core.access import can
from network.core.vocabulary import read_rows
from network.home.demo.affiliations import load_affiliations
from network.home.demo.people import load_people
from tests.factories.affiliations import ChallengeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def challenges():
    load_cities()
    for row in read_rows(FILE):
        ChallengeFactory(city=City.objects.get(name=row["city"]), title=row["challenge"])


def test_two_cycles_from_before_and_one_whose_vote_is_open(challenges):
    assert load() == {"challenge cycles": 3}
    now = timezone.now()
    phases = {cycle.year: cycle.phase(now) for cycle in ChallengeCycle.objects.all()}
    recorded = CyclePhase.RECORDED
    assert phases == {2020: recorded, 2021: recorded, now.year: CyclePhase.VOTE}
    selected = CycleEntry.objects.filter(selected=True).values_list("cycle__year", "city__name")
    assert sorted(selected)[:2] == [(2020, "Buffalo"), (2020, "Dortmund")]
    assert len(selected) == 6
    assert CycleEntry.objects.accepted().filter(cycle__year=now.year).count() == 6
    assert not Ballot.objects.exists()


def test_loading_again_changes_nothing(challenges):
    load()
    ChallengeCycle.objects.filter(year=2020).update(title="Renamed")
    CycleEntry.objects.filter(cycle__year=2021).delete()
    ChallengeCycle.objects.get(year=2021).delete()
    assert load() == {"challenge cycles": 0}
    assert ChallengeCycle.objects.get(year=2020).title == "Renamed"
    assert ChallengeCycle.objects.count() == 2


def test_challenges_that_are_not_there_are_left_out():
    load_cities()
    assert load() == {"challenge cycles": 3}
    assert not CycleEntry.objects.exists()


def test_the_demo_coordinator_speaks_for_a_member_city():
    load_cities()
    load_people()
    load_affiliations()
    person = User.objects.get(email="coordinator@interurban.example")
    assert can(person, "create", Ballot)
    load_affiliations()
    assert person.affiliations.count() == 1
