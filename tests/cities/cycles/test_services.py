"""Announcing, changing, entering, checking, voting: what is allowed when, and what stays."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cities.cycles.enums import CyclePhase, EntryState
from cities.cycles.results import VoteOpen, publish_result, publish_results, read_result
from cities.cycles.services import (
    BallotChanged,
    CycleChanged,
    CycleClosed,
    InvalidRanking,
    NoPlaceLeft,
    RulesFixed,
    announce_cycle,
    cast_ballot,
    change_cycle,
    decide_entry,
    submit_entry,
    withdraw_entry,
)
from cities.models import Ballot, ChallengeCycle, CycleEntry
from network.core.models import AuditEntry
from tests.factories.accounts import UserFactory
from tests.factories.affiliations import AffiliationFactory, ChallengeFactory
from tests.factories.cities import CityFactory
from tests.factories.cycles import DAY, BallotFactory, CycleFactory, EntryFactory

pytestmark = pytest.mark.django_db
TICK = timedelta(microseconds=1)


def now():
    return timezone.now()


@pytest.mark.parametrize(
    ("moment", "before", "after"),
    [
        ("call_opens_at", CyclePhase.AHEAD, CyclePhase.CALL),
        ("call_closes_at", CyclePhase.CALL, CyclePhase.CHECK),
        ("vote_opens_at", CyclePhase.CHECK, CyclePhase.VOTE),
        ("vote_closes_at", CyclePhase.VOTE, CyclePhase.CLOSED),
    ],
)
def test_a_phase_begins_at_its_moment(moment, before, after):
    cycle = CycleFactory.build()
    at = getattr(cycle, moment)
    assert (cycle.phase(at - TICK), cycle.phase(at)) == (before, after)


def test_dates_say_nothing_of_drafts_and_of_what_was_held_before():
    assert CycleFactory.build(draft=True).phase(now()) == CyclePhase.DRAFT
    assert CycleFactory.build(recorded=True).phase(now()) == CyclePhase.RECORDED


@pytest.mark.parametrize(
    "wrong",
    [
        {"call_closes_at": datetime(2000, 1, 1, tzinfo=UTC)},
        {"vote_opens_at": datetime(2000, 1, 1, tzinfo=UTC)},
        {"vote_closes_at": datetime(2000, 1, 1, tzinfo=UTC)},
        {"vote_closes_at": None},
        {"places": 0},
        {"tie_rule": "dice"},
        {"result": {}},
    ],
)
def test_the_database_refuses_cycles_that_make_no_sense(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        CycleFactory(**wrong)


@pytest.mark.parametrize("wrong", [{"rejected": True, "reason": ""}, {"submitted": True, "selected": True}])
def test_the_database_refuses_entries_that_make_no_sense(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        EntryFactory(**wrong)


def test_a_cycle_is_announced_once():
    cycle, staff = CycleFactory(draft=True), UserFactory()
    announce_cycle(cycle=cycle, by=staff, now=now())
    announce_cycle(cycle=cycle, by=staff, now=now())
    assert cycle.phase(now()) == CyclePhase.CALL
    assert AuditEntry.objects.of(cycle).filter(action="cycle.announced").count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("places", 9),
        ("secret", False),
        ("tie_rule", "draw"),
        ("vote_closes_at", datetime(2099, 1, 1, tzinfo=UTC)),
        ("vote_opens_at", datetime(2098, 1, 1, tzinfo=UTC)),
    ],
)
@pytest.mark.parametrize("phase", ["voting", "closed"])
def test_rules_stay_as_they_are_once_voting_has_begun(field, value, phase):
    cycle = CycleFactory(**{phase: True})
    setattr(cycle, field, value)
    with pytest.raises(RulesFixed):
        change_cycle(cycle=cycle, version=1, by=None, now=now())
    assert getattr(ChallengeCycle.objects.get(), field) != value


def test_texts_can_be_changed_while_rules_are_fixed_and_rules_before():
    cycle = CycleFactory(voting=True)
    cycle.description = "More about it."
    change_cycle(cycle=cycle, version=1, by=None, now=now())
    assert (cycle.description, cycle.version) == ("More about it.", 2)
    early = CycleFactory()
    early.places = 7
    change_cycle(cycle=early, version=1, by=None, now=now())
    assert ChallengeCycle.objects.get(pk=early.pk).places == 7


def test_no_change_of_a_colleague_is_overwritten():
    cycle = CycleFactory()
    stale = ChallengeCycle.objects.get()
    cycle.criteria = "First."
    change_cycle(cycle=cycle, version=1, by=None, now=now())
    stale.criteria = "Second."
    with pytest.raises(CycleChanged) as changed:
        change_cycle(cycle=stale, version=1, by=None, now=now())
    assert changed.value.current.criteria == ChallengeCycle.objects.get().criteria == "First."


def test_a_challenge_is_entered_once_and_numbered():
    cycle = CycleFactory(entries_per_city=2)
    first, second = ChallengeFactory(), ChallengeFactory()
    entry = submit_entry(cycle=cycle, challenge=first, by=None, now=now())
    assert submit_entry(cycle=cycle, challenge=first, by=None, now=now()) == entry
    other = submit_entry(cycle=cycle, challenge=second, by=None, now=now())
    assert (entry.number, other.number) == (1, 2)
    assert AuditEntry.objects.filter(action="entry.submitted").count() == 2


def test_a_city_enters_no_more_than_the_cycle_allows_but_may_take_back():
    cycle, city = CycleFactory(), CityFactory()
    entry = submit_entry(cycle=cycle, challenge=ChallengeFactory(city=city), by=None, now=now())
    another = ChallengeFactory(city=city)
    with pytest.raises(NoPlaceLeft):
        submit_entry(cycle=cycle, challenge=another, by=None, now=now())
    withdraw_entry(entry=entry, by=None, now=now())
    submit_entry(cycle=cycle, challenge=another, by=None, now=now())
    with pytest.raises(NoPlaceLeft):
        submit_entry(cycle=cycle, challenge=entry.challenge, by=None, now=now())


def test_what_was_taken_back_can_be_entered_again_as_the_same_entry():
    cycle = CycleFactory()
    entry = submit_entry(cycle=cycle, challenge=ChallengeFactory(), by=None, now=now())
    withdraw_entry(entry=entry, by=None, now=now())
    assert entry.state == EntryState.WITHDRAWN
    assert submit_entry(cycle=cycle, challenge=entry.challenge, by=None, now=now()) == entry
    entry.refresh_from_db()
    assert entry.state == EntryState.SUBMITTED


@pytest.mark.parametrize("phase", ["draft", "ahead", "check", "voting", "closed", "recorded"])
def test_entries_come_and_go_during_the_call_only(phase):
    cycle = CycleFactory(**{phase: True})
    entry = EntryFactory(cycle=cycle)
    with pytest.raises(CycleClosed):
        submit_entry(cycle=cycle, challenge=ChallengeFactory(), by=None, now=now())
    with pytest.raises(CycleClosed):
        withdraw_entry(entry=entry, by=None, now=now())
    assert CycleEntry.objects.get().state == EntryState.ACCEPTED


def decide(entry, state=EntryState.REJECTED, reason="Too wide."):
    decide_entry(entry=entry, state=state, reason=reason, by=None, now=now())


def test_a_decision_is_mailed_to_the_citys_coordinators_once(mailoutbox, django_capture_on_commit_callbacks):
    entry = EntryFactory(submitted=True)
    AffiliationFactory(city=entry.city, coordinator=True, person__email="ana@city.example")
    AffiliationFactory(city=entry.city)
    AffiliationFactory(coordinator=True)
    with django_capture_on_commit_callbacks(execute=True):
        decide(entry)
        decide(entry)
    assert [(mail.to, "Too wide." in mail.body) for mail in mailoutbox] == [(["ana@city.example"], True)]


def test_a_decision_can_be_changed_until_the_vote_opens():
    entry = EntryFactory(cycle__check=True, submitted=True)
    decide(entry)
    decide(entry, EntryState.ACCEPTED, "")
    assert (entry.state, entry.reason) == (EntryState.ACCEPTED, "")
    for closed in (EntryFactory(cycle__voting=True), EntryFactory(cycle__closed=True)):
        with pytest.raises(CycleClosed):
            decide(closed)
    with pytest.raises(CycleClosed):
        decide(EntryFactory(withdrawn=True))


@pytest.fixture
def vote():
    """Return a cycle in its vote with three entries."""
    cycle = CycleFactory(voting=True)
    EntryFactory.create_batch(3, cycle=cycle)
    return cycle


def test_a_ballot_can_be_replaced_and_the_last_one_stands(vote):
    city, person = CityFactory(), UserFactory()
    cast_ballot(cycle=vote, city=city, ranking=[2, 1], by=person)
    second = cast_ballot(cycle=vote, city=city, ranking=[3], by=person)
    assert (second.ranking, second.times) == ([3], 2)
    assert Ballot.objects.count() == 1
    assert abs(second.cast_at - now()) < timedelta(seconds=5)


def test_the_same_ballot_again_is_not_cast_again(vote):
    city = CityFactory()
    first = cast_ballot(cycle=vote, city=city, ranking=[2, 1], by=None, seen=0)
    again = cast_ballot(cycle=vote, city=city, ranking=[2, 1], by=None, seen=0)
    assert (again.times, again.cast_at) == (1, first.cast_at)


def test_the_audit_log_knows_that_a_city_voted_but_not_how(vote):
    ballot = cast_ballot(cycle=vote, city=CityFactory(), ranking=[2, 1], by=UserFactory())
    entry = AuditEntry.objects.get(action="ballot.cast")
    assert entry.details == {"cycle": vote.pk, "city": ballot.city_id}


def test_a_ballot_of_a_colleague_is_not_replaced_unseen(vote):
    city = CityFactory()
    cast_ballot(cycle=vote, city=city, ranking=[1], by=None, seen=0)
    with pytest.raises(BallotChanged) as changed:
        cast_ballot(cycle=vote, city=city, ranking=[2], by=None, seen=0)
    assert changed.value.current.ranking == [1]
    assert cast_ballot(cycle=vote, city=city, ranking=[2], by=None, seen=1).ranking == [2]


@pytest.mark.parametrize("ranking", [[], [1, 1], [4], [0], [1, 2, 3, 4]])
def test_only_accepted_entries_are_ranked_each_once(vote, ranking):
    with pytest.raises(InvalidRanking):
        cast_ballot(cycle=vote, city=CityFactory(), ranking=ranking, by=None)
    EntryFactory(cycle=vote, rejected=True)
    with pytest.raises(InvalidRanking):
        cast_ballot(cycle=vote, city=CityFactory(), ranking=[4], by=None)


@pytest.mark.parametrize("phase", ["draft", "ahead", "check", "closed"])
def test_no_ballot_is_cast_outside_of_the_vote(phase):
    cycle, city = CycleFactory(**{phase: True}), CityFactory()
    EntryFactory(cycle=cycle)
    with pytest.raises(CycleClosed):
        cast_ballot(cycle=cycle, city=city, ranking=[1], by=None)
    assert not Ballot.objects.exists() and not AuditEntry.objects.exists()


def test_a_ballot_that_stands_survives_one_that_comes_too_late(vote):
    city = CityFactory()
    cast_ballot(cycle=vote, city=city, ranking=[1], by=None)
    ChallengeCycle.objects.update(vote_closes_at=now())
    with pytest.raises(CycleClosed):
        cast_ballot(cycle=vote, city=city, ranking=[2], by=None)
    assert Ballot.objects.get().ranking == [1]


def test_nothing_is_counted_before_the_vote_closes(vote):
    for read in (lambda: read_result(vote), lambda: publish_result(cycle=vote, now=now() + 99 * DAY)):
        with pytest.raises(VoteOpen):
            read()


def test_the_result_is_stored_once_and_marks_what_is_selected():
    cycle = CycleFactory(closed=True, places=1)
    EntryFactory.create_batch(3, cycle=cycle)
    EntryFactory(cycle=cycle, rejected=True)
    BallotFactory.create_batch(3, cycle=cycle, ranking=[2, 1])
    BallotFactory(cycle=cycle, ranking=[1])
    BallotFactory(cycle=cycle, ranking=[1], cast_at=cycle.vote_closes_at)  # as no service would write it
    early = read_result(cycle)
    assert publish_results(now=now()) == 1
    assert publish_results(now=now()) == 0
    cycle.refresh_from_db()
    assert read_result(cycle).count == early.count
    assert (early.count.ballots, early.count.elected) == (4, (2,))
    assert [(e.number, e.place) for e in CycleEntry.objects.filter(selected=True)] == [(2, 1)]
    assert cycle.result["electorate"] == early.electorate == 9


def test_a_drawn_result_is_the_same_at_every_count():
    cycle = CycleFactory(closed=True, places=1, tie_rule="draw")
    EntryFactory.create_batch(2, cycle=cycle)
    BallotFactory(cycle=cycle, ranking=[1])
    BallotFactory(cycle=cycle, ranking=[2])
    assert read_result(cycle).count.elected == (cycle.draw([1, 2])[0],)
