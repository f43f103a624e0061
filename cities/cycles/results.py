"""The result of a cycle: counted from the ballots once the vote has closed, stored, and shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from cities.cycles.count import Count, Ranking, count_ballots
from cities.cycles.enums import EntryState, TieRule
from cities.enums import CityStatus
from cities.models import Ballot, ChallengeCycle, City, CycleEntry
from network.core.audit import record


class VoteOpen(Exception):
    """The vote has not closed by the database's clock: there is nothing to count yet."""


@dataclass(frozen=True, slots=True)
class Result:
    """A count, and how many cities could have voted."""

    count: Count
    electorate: int

    def as_data(self) -> dict:
        """Return the result as it is stored."""
        return {"method": "ssi-2007-42", "electorate": self.electorate, **self.count.as_data()}


def count_cycle(cycle: ChallengeCycle, rankings: Iterable[Ranking]) -> Count:
    """Return the count of ``rankings`` by the cycle's rules."""
    numbers = list(cycle.entries.accepted().order_by("number").values_list("number", flat=True))
    return count_ballots(
        rankings,
        places=cycle.places,
        draw=cycle.draw(numbers),
        looks_back=cycle.tie_rule == TieRule.EARLIER_ROUNDS,
    )


def stored_rankings(cycle: ChallengeCycle) -> list[Ranking]:
    """Return the rankings of the ballots that count, in an order that says nothing of who cast them."""
    rankings = Ballot.objects.filter(cycle=cycle).in_time().values_list("ranking", flat=True)
    return sorted(tuple(ranking) for ranking in rankings)


def read_result(cycle: ChallengeCycle) -> Result:
    """Return the stored result, or the one that the ballots give where it is not stored yet.

    Raises ``VoteOpen`` before the vote has closed. A ballot that came in time but whose transaction still runs
    holds the cycle's lock: the count waits for it.
    """
    if cycle.result:
        return Result(Count.from_data(cycle.result), cycle.result["electorate"])
    with transaction.atomic():
        locked = ChallengeCycle.objects.select_for_update().get(pk=cycle.pk)
        return _count_stored(locked)


def _count_stored(cycle: ChallengeCycle) -> Result:
    if not ChallengeCycle.objects.vote_closed().filter(pk=cycle.pk).exists():
        raise VoteOpen
    return Result(count_cycle(cycle, stored_rankings(cycle)), _electorate(cycle))


def _electorate(cycle: ChallengeCycle) -> int:
    """Return how many cities could vote: the members, and who voted and has left since."""
    voted = Ballot.objects.filter(cycle=cycle).values("city")
    return City.objects.filter(Q(status=CityStatus.MEMBER, live=True) | Q(pk__in=voted)).count()


@transaction.atomic
def publish_result(*, cycle: ChallengeCycle, now: datetime) -> bool:
    """Store the result of a cycle whose vote has closed, and mark what was selected; return whether it was new.

    Raises ``VoteOpen`` before.
    """
    locked = ChallengeCycle.objects.select_for_update().get(pk=cycle.pk)
    if locked.result:
        return False
    result = _count_stored(locked)
    changed = {"result": result.as_data(), "results_published_at": max(now, locked.vote_closes_at)}
    ChallengeCycle.objects.filter(pk=locked.pk).update(**changed)
    for place, number in enumerate(result.count.elected, start=1):
        chosen = CycleEntry.objects.filter(cycle=locked, number=number, state=EntryState.ACCEPTED)
        chosen.update(selected=True, place=place)
    record(action="cycle.counted", subject=locked, actor=None, now=now, ballots=result.count.ballots)
    return True


def publish_results(*, now: datetime) -> int:
    """Store the results of all cycles whose vote has closed meanwhile; return how many there were."""
    due = ChallengeCycle.objects.vote_closed().filter(result__isnull=True).order_by("year")
    return sum(publish_result(cycle=cycle, now=now) for cycle in due)
