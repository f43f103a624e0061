"""Many ballots at the same moment: real threads, each with its own connection to the database."""

import random
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cities.cycles.results import publish_result, read_result
from cities.cycles.services import CycleClosed, cast_ballot, submit_entry
from cities.models import Ballot, ChallengeCycle, CycleEntry
from network.core.models import AuditEntry
from tests.factories.affiliations import ChallengeFactory
from tests.factories.cities import CityFactory
from tests.factories.cycles import CycleFactory, EntryFactory
from tests.mail.test_concurrency import in_threads

pytestmark = pytest.mark.django_db(transaction=True)
CITIES, BALLOTS, THREADS = 50, 200, 20


@pytest.fixture
def vote():
    """Return a cycle in its vote with six entries, and fifty cities."""
    cycle = CycleFactory(voting=True)
    EntryFactory.create_batch(6, cycle=cycle)
    return cycle, CityFactory.create_batch(CITIES)


def rankings():
    """Return two hundred rankings, each different from the others."""
    chance, made = random.Random(4), set()  # noqa: S311
    while len(made) < BALLOTS:
        made.add(tuple(chance.sample(range(1, 7), chance.randint(2, 6))))
    return chance.sample(sorted(made), BALLOTS)


def test_two_hundred_ballots_of_fifty_cities_leave_the_last_of_each(vote):
    cycle, cities = vote
    work = [(cities[n % CITIES], ranking) for n, ranking in enumerate(rankings())]

    def cast(number):
        done = []
        for city, ranking in work[number::THREADS]:
            ballot = cast_ballot(cycle=cycle, city=city, ranking=ranking, by=None)
            done.append((city.pk, ballot.times, ballot.cast_at, ranking))
        return done

    cast_ballots = [one for done in in_threads(THREADS, cast) for one in done]
    assert len(cast_ballots) == BALLOTS == AuditEntry.objects.filter(action="ballot.cast").count()
    stored = {ballot.city_id: ballot for ballot in Ballot.objects.all()}
    assert len(stored) == Ballot.objects.count() == CITIES
    for city in cities:
        own = sorted(one[1:] for one in cast_ballots if one[0] == city.pk)
        assert [times for times, *_rest in own] == [1, 2, 3, 4]
        assert [at for _times, at, _ranking in own] == sorted(at for _times, at, _ranking in own)
        _times, at, ranking = own[-1]
        assert (tuple(stored[city.pk].ranking), stored[city.pk].cast_at) == (ranking, at)
    ChallengeCycle.objects.update(vote_closes_at=timezone.now())
    assert read_result(cycle).count.ballots == CITIES


def test_when_the_vote_closes_meanwhile_what_was_in_time_counts_and_nothing_else(vote):
    """Ballots come in while the database's clock passes the closing; who counts at that moment misses none."""
    cycle, cities = vote
    closes_at = timezone.now() + timedelta(seconds=1.2)
    ChallengeCycle.objects.update(vote_closes_at=closes_at)
    work = [(cities[n % CITIES], ranking) for n, ranking in enumerate(rankings())]
    counts, accepted, refused = [], [], []

    def count():
        while not counts:
            try:
                counts.append(read_result(ChallengeCycle.objects.get()).count)
            except Exception:
                time.sleep(0.01)

    def play(number):
        if number == THREADS:
            return count()
        for city, ranking in work[number::THREADS]:
            try:
                accepted.append(cast_ballot(cycle=cycle, city=city, ranking=ranking, by=None).pk)
            except CycleClosed:
                refused.append(city.pk)
            time.sleep(0.12)
        return None

    in_threads(THREADS + 1, play)
    assert accepted and refused
    assert len(accepted) + len(refused) == BALLOTS
    assert len(accepted) == AuditEntry.objects.filter(action="ballot.cast").count()
    assert not Ballot.objects.filter(cast_at__gte=closes_at).exists()
    assert counts[0] == read_result(ChallengeCycle.objects.get()).count
    assert counts[0].ballots == Ballot.objects.count() == len(set(accepted))


def test_a_form_sent_twenty_times_at_once_makes_one_entry():
    cycle, challenge = CycleFactory(), ChallengeFactory()
    found = in_threads(
        20, lambda _n: submit_entry(cycle=cycle, challenge=challenge, by=None, now=timezone.now()).pk
    )
    assert len(set(found)) == CycleEntry.objects.count() == 1


def test_challenges_entered_at_once_take_no_more_than_the_citys_places():
    cycle, city = CycleFactory(entries_per_city=2), CityFactory()
    challenges = ChallengeFactory.create_batch(8, city=city)

    def enter(number):
        try:
            submit_entry(cycle=cycle, challenge=challenges[number], by=None, now=timezone.now())
        except Exception as error:
            return type(error).__name__
        return "entered"

    results = in_threads(8, enter)
    assert sorted(results) == ["NoPlaceLeft"] * 6 + ["entered"] * 2
    assert set(CycleEntry.objects.values_list("number", flat=True)) == {1, 2}


def test_the_result_is_stored_once_by_whoever_is_first():
    cycle = CycleFactory(closed=True)
    EntryFactory.create_batch(3, cycle=cycle)
    stored = in_threads(6, lambda _n: publish_result(cycle=cycle, now=timezone.now()))
    assert sorted(stored) == [False] * 5 + [True]
    assert AuditEntry.objects.filter(action="cycle.counted").count() == 1


def test_a_ballot_still_being_written_holds_the_count():
    """The count waits for a transaction that has stamped its ballot in time and has not ended yet."""
    from django.db import transaction

    cycle, city = CycleFactory(voting=True), CityFactory()
    EntryFactory.create_batch(2, cycle=cycle)
    ChallengeCycle.objects.update(vote_closes_at=timezone.now() + timedelta(seconds=0.8))
    written, order = threading.Event(), []

    def play(number):
        if number:
            written.wait(10)
            time.sleep(0.9)  # closed by now, but the ballot is not committed
            count = read_result(ChallengeCycle.objects.get()).count
            order.append(f"counted {count.ballots}")
            return
        with transaction.atomic():
            cast_ballot(cycle=cycle, city=city, ranking=[1], by=None)
            written.set()
            time.sleep(1.6)
            order.append("committed")

    in_threads(2, play)
    assert order == ["committed", "counted 1"]
    assert connection.vendor in {"sqlite", "postgresql"}
