"""Peer exchanges for tests, at each stage of their way."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories.cities import CityFactory
from working_groups.exchanges.enums import ExchangeKind, ExchangeState, PartyRole
from working_groups.models import (
    ExchangeAgreement,
    ExchangeEntry,
    ExchangeParty,
    ExchangeReport,
    ExchangeSeat,
    PeerExchange,
)


class ExchangeFactory(DjangoModelFactory):
    """A request that was sent to nobody yet; traits say how far it has got. The city that asks is a party."""

    class Meta:
        model = PeerExchange
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(state=ExchangeState.DRAFT, requested_at=None)
        call = factory.Trait(is_call=True)
        matched = factory.Trait(state=ExchangeState.MATCHED, confirmed_at=factory.LazyFunction(timezone.now))
        active = factory.Trait(
            state=ExchangeState.ACTIVE,
            confirmed_at=factory.LazyFunction(timezone.now),
            agreed_at=factory.LazyFunction(timezone.now),
            began_at=factory.LazyFunction(timezone.now),
        )
        completed = factory.Trait(
            state=ExchangeState.COMPLETED,
            confirmed_at=factory.LazyFunction(timezone.now),
            completed_at=factory.LazyFunction(timezone.now),
            follow_up_on=factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=182)),
        )

    title = factory.Sequence(lambda n: f"How did you keep the pit open {n}")
    kind = ExchangeKind.MENTORING
    wanted = "What it costs in the first two years."
    city = factory.SubFactory(CityFactory)
    state = ExchangeState.REQUESTED
    created_at = factory.LazyFunction(timezone.now)
    changed_at = factory.LazyFunction(timezone.now)
    requested_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def themes(self, create, themes, **kwargs):
        """Be about ``themes``."""
        if themes:
            self.themes.set(themes)

    @factory.post_generation
    def parties(self, create, _given, **kwargs):
        """Have the city that asks among the parties."""
        PartyFactory(exchange=self, city=self.city, role=PartyRole.ASKING, accepted=True)


class PartyFactory(DjangoModelFactory):
    """A city that was asked and has not answered; traits say what else."""

    class Meta:
        model = ExchangeParty

    class Params:
        accepted = factory.Trait(asker_said=True, party_said=True)
        offered = factory.Trait(asker_said=None, party_said=True)

    exchange = factory.SubFactory(ExchangeFactory)
    city = factory.SubFactory(CityFactory)
    asker_said = True
    named_at = factory.LazyFunction(timezone.now)


class SeatFactory(DjangoModelFactory):
    """Somebody who takes part for a party."""

    class Meta:
        model = ExchangeSeat

    exchange = factory.LazyAttribute(lambda made: made.party.exchange)
    added_at = factory.LazyFunction(timezone.now)


class AgreementFactory(DjangoModelFactory):
    """An agreement that nobody has agreed to yet."""

    class Meta:
        model = ExchangeAgreement

    aims = "A plan for the first two years."
    starts_on = factory.LazyFunction(timezone.localdate)
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=90))
    people = "Two from each city."
    written_at = factory.LazyFunction(timezone.now)


class EntryFactory(DjangoModelFactory):
    """A line of the log."""

    class Meta:
        model = ExchangeEntry

    text = "We walked through the pit."
    written_at = factory.LazyFunction(timezone.now)


class ReportFactory(DjangoModelFactory):
    """A report."""

    class Meta:
        model = ExchangeReport

    done = "Two visits."
    learned = "Begin with the roof."
    written_at = factory.LazyFunction(timezone.now)
