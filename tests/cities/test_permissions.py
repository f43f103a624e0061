"""Who may do what: every rule, and that lists and rules agree."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from cities.enums import AffiliationRole, AffiliationState, ChallengeState, CityStatus
from cities.models import Affiliation, Challenge, City, Invitation, Partner
from cities.permissions import is_coordinator, is_member, seats_of
from network.core.access import can
from network.home.staff import EDITORS, MODERATORS, grant_staff_permissions
from tests.factories.accounts import UserFactory
from tests.factories.affiliations import AffiliationFactory, ChallengeFactory
from tests.factories.cities import CityFactory, PartnerFactory
from tests.factories.joining import InvitationFactory

MODELS = [Affiliation, Challenge, City, Invitation, Partner]


@pytest.fixture
def network(home):
    """Return two cities and a partner with their people, and staff, by what each person is."""
    grant_staff_permissions()
    here, there = CityFactory(name="Here"), CityFactory(name="There")
    partner = PartnerFactory()
    people = {
        "anonymous": AnonymousUser(),
        "signed in": UserFactory(),
        "asking": AffiliationFactory(city=here, requested=True).person,
        "former": AffiliationFactory(city=here, ended=True).person,
        "official": AffiliationFactory(city=here).person,
        "coordinator": AffiliationFactory(city=here, coordinator=True).person,
        "expert": AffiliationFactory(city=here, expert=True).person,
        "coordinator elsewhere": AffiliationFactory(city=there, coordinator=True).person,
        "representative": AffiliationFactory(with_partner=True, partner=partner).person,
        "editor": UserFactory(groups=[EDITORS]),
        "moderator": UserFactory(groups=[MODERATORS]),
        "administrator": UserFactory(administrator=True),
        "switched off": AffiliationFactory(city=here, coordinator=True, person__is_active=False).person,
    }
    InvitationFactory(city=here)
    InvitationFactory(to_partner=True, partner=partner, address=people["signed in"].email)
    CityFactory(name="Unlisted", draft=True)
    PartnerFactory(live=False)
    for city in (here, there):
        for state in ChallengeState:
            ChallengeFactory(city=city, state=state, author=people["official"])
    return {"here": here, "there": there, "partner": partner, "people": people}


def test_lists_hold_exactly_what_may_be_viewed(network):
    for name, person in network["people"].items():
        for model in MODELS:
            listed = set(model.objects.visible_to(person))
            allowed = {row for row in model.objects.all() if can(person, "view", row)}
            assert listed == allowed, (name, model)


@pytest.mark.parametrize(
    ("action", "allowed"),
    [
        ("view", {"official", "coordinator", "moderator", "administrator"}),
        ("decide", {"coordinator", "moderator", "administrator"}),
        ("end", {"official", "coordinator", "moderator", "administrator"}),
        ("change", set()),
    ],
)
def test_an_affiliation_with_a_city(network, action, allowed):
    row = network["people"]["official"].affiliations.get()
    assert {name for name, person in network["people"].items() if can(person, action, row)} == allowed


def test_nobody_decides_about_herself(network):
    row = network["people"]["coordinator"].affiliations.get()
    assert not can(network["people"]["coordinator"], "decide", row)
    assert can(network["people"]["coordinator"], "end", row)


def test_a_coordinator_steps_down_and_nobody_else_does(network):
    row = network["people"]["coordinator"].affiliations.get()
    allowed = {name for name, person in network["people"].items() if can(person, "step down", row)}
    assert allowed == {"coordinator"}
    official = network["people"]["official"]
    assert not can(official, "step down", official.affiliations.get())


def test_who_keeps_the_people_of_a_city_and_a_partner(network):
    people = network["people"]
    keeping = {name for name, person in people.items() if can(person, "keep people", network["here"])}
    assert keeping == {"coordinator", "moderator", "administrator"}
    keeping = {name for name, person in people.items() if can(person, "keep people", network["partner"])}
    assert keeping == {"representative", "moderator", "administrator"}


def test_a_representative_decides_who_belongs_to_her_partner(network):
    row = AffiliationFactory(with_partner=True, partner=network["partner"], requested=True)
    assert can(network["people"]["representative"], "decide", row)
    assert not can(network["people"]["coordinator"], "decide", row)


STAFF = {"editor", "moderator", "administrator"}


@pytest.mark.parametrize(
    ("state", "action", "allowed"),
    [
        ("draft", "view", {"official", "coordinator", *STAFF}),
        ("draft", "change", {"official", "coordinator", *STAFF}),
        ("submitted", "change", {"coordinator", *STAFF}),
        ("returned", "change", {"official", "coordinator", *STAFF}),
        ("published", "change", {"coordinator", *STAFF}),
        ("submitted", "decide", {"moderator", "administrator"}),
        ("draft", "delete", set()),
    ],
)
def test_a_challenge(network, state, action, allowed):
    challenge = network["here"].challenges.get(state=state)
    assert {name for name, person in network["people"].items() if can(person, action, challenge)} == allowed


def test_who_writes_challenges(network):
    writers = {name for name, person in network["people"].items() if can(person, "create", Challenge)}
    assert writers == {"official", "coordinator", "expert", "coordinator elsewhere", *STAFF}


def test_who_proposes_changes_of_a_city_and_a_partner(network):
    people = network["people"]
    proposing = {name for name, person in people.items() if can(person, "propose", network["here"])}
    assert proposing == {"official", "coordinator", "expert", *STAFF}
    proposing = {name for name, person in people.items() if can(person, "propose", network["partner"])}
    assert proposing == {"representative", *STAFF}


def test_a_city_that_is_no_member_makes_no_members(db):
    person = AffiliationFactory(city__status=CityStatus.APPLICANT, coordinator=True).person
    assert seats_of(person).coordinated and not is_member(person) and not is_coordinator(person)


def test_seats_are_read_once_for_a_request(db, django_assert_num_queries):
    person = AffiliationFactory(coordinator=True).person
    with django_assert_num_queries(1):
        assert is_member(person) and is_coordinator(person)


@pytest.mark.parametrize(
    "wrong",
    [
        {"partner": True},
        {"city": None},
        {"role": AffiliationRole.REPRESENTATIVE},
        {"ground": ""},
        {"decided_at": None},
        {"state": AffiliationState.REQUESTED},
        {"ended_at": timezone.now()},
    ],
)
def test_the_database_refuses_what_makes_no_sense(db, wrong):
    if "partner" in wrong:
        wrong = {"partner": PartnerFactory()}
    with pytest.raises(IntegrityError), transaction.atomic():
        AffiliationFactory(**wrong)


def test_one_open_affiliation_with_a_city(db):
    first = AffiliationFactory(requested=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        AffiliationFactory(person=first.person, city=first.city)
    AffiliationFactory(person=first.person, city=first.city, ended=True)
    AffiliationFactory(person=first.person)
