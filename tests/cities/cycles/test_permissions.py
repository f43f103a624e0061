"""Who may do what with cycles, entries and ballots; lists and rules agree."""

import pytest

from cities.cycles.enums import EntryState
from cities.models import Ballot, ChallengeCycle, CycleEntry
from network.core.access import can
from tests.factories.affiliations import ChallengeFactory
from tests.factories.cycles import BallotFactory, CycleFactory, EntryFactory

KEEPERS = {"moderator", "administrator"}
EVERYBODY = {
    "anonymous",
    "signed in",
    "official",
    "coordinator",
    "former",
    "coordinator elsewhere",
    "coordinator of an applicant",
    "representative",
    "editor",
    *KEEPERS,
}


@pytest.fixture
def cycles(here):
    """Return an open cycle; beside it there are a draft and entries of every state."""
    cycle, draft = CycleFactory(voting=True), CycleFactory(draft=True)
    for state in EntryState:
        for one in (cycle, draft):
            EntryFactory(cycle=one, state=state, reason="No.", challenge=ChallengeFactory(city=here))
            EntryFactory(cycle=one, state=state, reason="No.")
    BallotFactory(cycle=cycle, city=here)
    BallotFactory(cycle=cycle)
    return cycle


def allowed(people, action, obj):
    return {name for name, person in people.items() if can(person, action, obj)}


def test_lists_hold_exactly_what_may_be_viewed(people, cycles):
    for name, person in people.items():
        for model in (ChallengeCycle, CycleEntry, Ballot):
            listed = set(model.objects.visible_to(person))
            assert listed == {row for row in model.objects.all() if can(person, "view", row)}, (name, model)


def test_a_cycle(people, cycles):
    assert allowed(people, "view", cycles) == EVERYBODY
    assert allowed(people, "view", ChallengeCycle.objects.get(state="draft")) == KEEPERS
    for action, obj in (("create", ChallengeCycle), ("change", cycles)):
        assert allowed(people, action, obj) == KEEPERS
    assert allowed(people, "delete", cycles) == set()


@pytest.mark.parametrize("state", EntryState)
def test_an_entry(people, cycles, here, state):
    entry = CycleEntry.objects.get(cycle=cycles, state=state, city=here)
    viewers = EVERYBODY if state == EntryState.ACCEPTED else {"coordinator", *KEEPERS}
    assert allowed(people, "view", entry) == viewers
    for action in ("submit", "withdraw"):
        assert allowed(people, action, entry) == {"coordinator"}
    assert allowed(people, "decide", entry) == KEEPERS


def test_a_ballot_is_its_citys_alone_administrators_included(people, cycles, here):
    ballot = Ballot.objects.get(cycle=cycles, city=here)
    assert allowed(people, "view", ballot) == {"coordinator"}
    assert allowed(people, "cast", ballot) == {"coordinator"}
    assert allowed(people, "create", Ballot) == {"coordinator", "coordinator elsewhere"}
    assert allowed(people, "change", ballot) == set()


def test_no_page_of_the_editors_area_shows_ballots(people, cycles):
    for name in ("moderator", "editor"):
        assert not any("ballot" in permission for permission in people[name].get_all_permissions())
