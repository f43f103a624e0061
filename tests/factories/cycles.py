"""Challenge cycles for tests: at each phase, with entries and ballots."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from cities.cycles.enums import CycleState, EntryState
from cities.models import Ballot, ChallengeCycle, CycleEntry
from tests.factories.affiliations import ChallengeFactory

DAY = timedelta(days=1)


def days(call_opens, call_closes, vote_opens, vote_closes):
    """Return a trait by its dates, in days from now."""
    names = ("call_opens_at", "call_closes_at", "vote_opens_at", "vote_closes_at")
    offsets = (call_opens, call_closes, vote_opens, vote_closes)
    return factory.Trait(
        **{
            name: factory.LazyFunction(lambda days=days: timezone.now() + days * DAY)
            for name, days in zip(names, offsets, strict=True)
        }
    )


class CycleFactory(DjangoModelFactory):
    """An announced cycle whose call is open for another ten days; traits say where else it stands."""

    class Meta:
        model = ChallengeCycle

    class Params:
        draft = factory.Trait(state=CycleState.DRAFT)
        recorded = factory.Trait(
            state=CycleState.RECORDED,
            call_opens_at=None,
            call_closes_at=None,
            vote_opens_at=None,
            vote_closes_at=None,
        )
        ahead = days(5, 20, 30, 40)
        check = days(-20, -1, 5, 15)
        voting = days(-30, -20, -5, 5)
        closed = days(-40, -30, -20, -1)

    year = factory.Sequence(lambda n: 2026 + n)
    title = factory.LazyAttribute(lambda cycle: f"Challenge cycle {cycle.year}")
    state = CycleState.ANNOUNCED
    places = 2
    criteria = "It matters to other cities.\nIt can be worked on in a year."
    tie_seed = "a1b2c3"
    call_opens_at = factory.LazyFunction(lambda: timezone.now() - 10 * DAY)
    call_closes_at = factory.LazyFunction(lambda: timezone.now() + 10 * DAY)
    vote_opens_at = factory.LazyFunction(lambda: timezone.now() + 20 * DAY)
    vote_closes_at = factory.LazyFunction(lambda: timezone.now() + 30 * DAY)


class EntryFactory(DjangoModelFactory):
    """An accepted entry; traits say what else."""

    class Meta:
        model = CycleEntry

    class Params:
        submitted = factory.Trait(state=EntryState.SUBMITTED)
        rejected = factory.Trait(state=EntryState.REJECTED, reason="It cannot be worked on in a year.")
        withdrawn = factory.Trait(state=EntryState.WITHDRAWN)

    cycle = factory.SubFactory(CycleFactory)
    challenge = factory.SubFactory(ChallengeFactory)
    city = factory.SelfAttribute("challenge.city")
    number = factory.LazyAttribute(lambda entry: entry.cycle.entries.count() + 1)
    state = EntryState.ACCEPTED
    submitted_at = factory.LazyFunction(timezone.now)


class BallotFactory(DjangoModelFactory):
    """A city's ballot, cast a day after the vote opened."""

    class Meta:
        model = Ballot

    cycle = factory.SubFactory(CycleFactory, voting=True)
    city = factory.SubFactory("tests.factories.cities.CityFactory")
    ranking = [1]
    cast_at = factory.LazyAttribute(lambda ballot: ballot.cycle.vote_opens_at + DAY)
