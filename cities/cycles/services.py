"""Writes of challenge cycles: announcing, changing, entering, checking, voting.

Each locks the cycle first, so that what happens at the edge of a phase happens one after the other, and asks
the database's clock whether the phase is open.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.db.models.functions import Now

from cities.cycles.enums import DECISIONS, CycleState, EntryState
from cities.cycles.notices import tell_decision
from cities.models import Ballot, Challenge, ChallengeCycle, City, CycleEntry
from cities.models.cycle import RULES
from network.core.audit import record


class CycleClosed(Exception):
    """The phase that this belongs to is not open, by the database's clock."""


class RulesFixed(Exception):
    """Voting has begun: places, dates, secrecy and tie rule stay as they are."""


class CycleChanged(Exception):
    """Somebody else has changed the cycle since the form was opened; holds it as it is now."""

    def __init__(self, current: ChallengeCycle):
        super().__init__()
        self.current = current


class NoPlaceLeft(Exception):
    """The city has entered as many challenges as the cycle allows."""


class BallotChanged(Exception):
    """The city's ballot was cast anew since the form was opened; holds it as it is now."""

    def __init__(self, current: Ballot):
        super().__init__()
        self.current = current


class InvalidRanking(Exception):
    """The ranking is empty, names an entry twice, or one that is not voted on."""


def _lock(cycle: ChallengeCycle) -> ChallengeCycle:
    """Return the cycle as it is, locked until the end of the transaction."""
    return ChallengeCycle.objects.select_for_update().get(pk=cycle.pk)


@transaction.atomic
def announce_cycle(*, cycle: ChallengeCycle, by: Any, now: datetime) -> None:
    """Show the cycle to everybody; from now on it goes by its dates. Again changes nothing."""
    drafts = ChallengeCycle.objects.filter(pk=cycle.pk, state=CycleState.DRAFT)
    if drafts.update(state=CycleState.ANNOUNCED, version=F("version") + 1):
        record(action="cycle.announced", subject=cycle, actor=by, now=now)
    cycle.refresh_from_db()


@transaction.atomic
def change_cycle(*, cycle: ChallengeCycle, version: int, by: Any, now: datetime) -> None:
    """Save staff's changes of ``cycle``, which they opened at ``version``.

    Raises ``CycleChanged`` where somebody else was faster and ``RulesFixed`` where a rule would change although
    voting has begun. One statement asks for both, so that no clock can run on in between.
    """
    names = ("year", "title", "description", "criteria", "entries_per_city", "source_url", *RULES)
    values = {name: getattr(cycle, name) for name in names}
    same = ChallengeCycle.objects.filter(pk=cycle.pk, version=version)
    unchanged = same.filter(**{name: values[name] for name in RULES if values[name] is not None})
    unchanged = unchanged.filter(**{f"{name}__isnull": True for name in RULES if values[name] is None})
    open_to_change = same.before_the_vote().values("pk")
    allowed = same.filter(pk__in=open_to_change) | same.filter(pk__in=unchanged.values("pk"))
    if not allowed.update(**values, version=F("version") + 1):
        current = ChallengeCycle.objects.get(pk=cycle.pk)
        raise RulesFixed if current.version == version else CycleChanged(current)
    record(action="cycle.changed", subject=cycle, actor=by, now=now)
    cycle.refresh_from_db()


@transaction.atomic
def submit_entry(*, cycle: ChallengeCycle, challenge: Challenge, by: Any, now: datetime) -> CycleEntry:
    """Enter a challenge for its city and return the entry; entering it again changes nothing.

    Raises ``CycleClosed`` outside of the call and ``NoPlaceLeft`` where the city has no place left.
    """
    cycle = _lock(cycle)
    if not ChallengeCycle.objects.taking_entries().filter(pk=cycle.pk).exists():
        raise CycleClosed
    entries = CycleEntry.objects.filter(cycle=cycle)
    entry = entries.filter(challenge=challenge).first()
    if entry and entry.state != EntryState.WITHDRAWN:
        return entry
    if entries.filter(city=challenge.city_id).standing().count() >= cycle.entries_per_city:
        raise NoPlaceLeft
    if entry is None:
        last = entries.aggregate(last=Max("number"))["last"] or 0
        entry = CycleEntry(cycle=cycle, challenge=challenge, city_id=challenge.city_id, number=last + 1)
    entry.state, entry.submitted_by, entry.submitted_at = EntryState.SUBMITTED, by, now
    entry.reason, entry.decided_at = "", None
    entry.save()
    record(action="entry.submitted", subject=entry, actor=by, now=now, cycle=cycle.pk, city=entry.city_id)
    return entry


@transaction.atomic
def withdraw_entry(*, entry: CycleEntry, by: Any, now: datetime) -> None:
    """Take an entry back while the call is open, whatever the check said; again changes nothing.

    Raises ``CycleClosed`` after the call.
    """
    _lock(entry.cycle)
    standing = CycleEntry.objects.filter(pk=entry.pk).standing()
    if not ChallengeCycle.objects.taking_entries().filter(pk=entry.cycle_id).exists():
        raise CycleClosed
    if standing.update(state=EntryState.WITHDRAWN, decided_at=None, reason=""):
        record(action="entry.withdrawn", subject=entry, actor=by, now=now, cycle=entry.cycle_id)
    entry.refresh_from_db()


@transaction.atomic
def decide_entry(*, entry: CycleEntry, state: EntryState, reason: str, by: Any, now: datetime) -> None:
    """Accept an entry or not, and mail its city's coordinators; the same decision again changes nothing.

    A decision can be changed until the vote opens; after that, and for what was withdrawn, ``CycleClosed`` is
    raised.
    """
    _lock(entry.cycle)
    current = CycleEntry.objects.get(pk=entry.pk)
    if (current.state, current.reason) == (state, reason):
        return
    if (
        state not in DECISIONS
        or current.state == EntryState.WITHDRAWN
        or not ChallengeCycle.objects.before_the_vote().filter(pk=entry.cycle_id).exists()
    ):
        raise CycleClosed
    CycleEntry.objects.filter(pk=entry.pk).update(state=state, reason=reason, decided_at=now)
    entry.refresh_from_db()
    record(action=f"entry.{state}", subject=entry, actor=by, now=now, cycle=entry.cycle_id)
    tell_decision(entry=entry, now=now)


def cast_ballot(
    *,
    cycle: ChallengeCycle,
    city: City,
    ranking: Sequence[int],
    by: Any,
    seen: int | None = None,
) -> Ballot:
    """Cast or replace the city's ballot, and return it; the ballot that stands already is not cast again.

    ``ranking`` holds numbers of accepted entries, the first choice first. ``seen`` is how often the city had
    voted when the form was opened: where that has changed, ``BallotChanged`` is raised. Raises ``CycleClosed``
    where the database's clock, which stamps the ballot, says that the vote is not open.
    """
    with transaction.atomic():
        cycle = _lock(cycle)
        numbers = set(cycle.entries.accepted().values_list("number", flat=True))
        if not ranking or len(set(ranking)) < len(ranking) or not set(ranking) <= numbers:
            raise InvalidRanking
        ballot = Ballot.objects.filter(cycle=cycle, city=city).first()
        if ballot and list(ballot.ranking) == list(ranking):
            return ballot
        if seen is not None and seen != (ballot.times if ballot else 0):
            raise BallotChanged(ballot) if ballot else CycleClosed
        ballot = ballot or Ballot(cycle=cycle, city=city, times=0)
        ballot.ranking, ballot.cast_by, ballot.times = list(ranking), by, ballot.times + 1
        ballot.cast_at = Now()
        ballot.save()
        cast = Ballot.objects.in_time().filter(pk=ballot.pk).first()
        if cast is None:
            raise CycleClosed  # and the transaction takes the ballot back
        record(action="ballot.cast", subject=cast, actor=by, now=cast.cast_at, cycle=cycle.pk, city=city.pk)
    return cast
