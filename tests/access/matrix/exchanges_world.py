"""The small world's peer exchanges: what Owntown asks for, whom it has asked, what they have between them."""

from types import SimpleNamespace
from typing import Any

from tests.factories.exchanges import (
    AgreementFactory,
    EntryFactory,
    ExchangeFactory,
    PartyFactory,
    ReportFactory,
    SeatFactory,
)
from tests.factories.meetings import MeetingFactory, RsvpFactory
from working_groups.models import Outcome

ASKED = "coordinator other_coordinator moderators"
INSIDE = "member coordinator other_coordinator representative moderators"


def add_exchanges(world: Any) -> None:
    """Give the world an exchange at each stage; Owntown asks, Elsewhere and the Own Institute help."""
    _asked(world)
    _under_way(world)
    _done(world)
    world.things["matched exchange"] = matched = ExchangeFactory(
        city=world.things["own city"], matched=True, title=world.word("matched exchange", ASKED)
    )
    PartyFactory(exchange=matched, city=world.things["other city"], accepted=True)


def _asked(world: Any) -> None:
    own, other = world.things["own city"], world.things["other city"]
    draft, asked = world.word("draft exchange", "coordinator"), world.word("asked exchange", ASKED)
    note = world.word("offering", "coordinator representative moderators")
    grouped = world.word("grouped exchange", "coordinator other_member moderators")
    things = world.things
    things |= {
        "draft exchange": ExchangeFactory(city=own, draft=True, title=draft, wanted=draft),
        "open call": ExchangeFactory(city=own, call=True, title="Open call", themes=[world.theme]),
        "asked exchange": ExchangeFactory(city=own, title=asked, wanted=asked),
        "accepted exchange": ExchangeFactory(city=own, title=asked),
        "group's exchange": ExchangeFactory(city=own, group=things["own group"], title=grouped),
    }
    things["asked party"] = PartyFactory(exchange=things["asked exchange"], city=other)
    PartyFactory(exchange=things["accepted exchange"], city=other, accepted=True)
    things["offering party"] = PartyFactory(
        exchange=things["open call"], city=None, partner=things["own partner"], offered=True, note=note
    )
    things["asked party's page"] = _page_of(things["asked party"])
    things["offering party's page"] = _page_of(things["offering party"])


def _page_of(party: Any) -> SimpleNamespace:
    """Return the parameters of the addresses about a party."""
    return SimpleNamespace(pk=party.exchange_id, party=party.pk)


def _under_way(world: Any) -> None:
    inside = world.word("exchange inside", INSIDE)
    things = world.things
    work = things["work exchange"] = ExchangeFactory(city=things["own city"], active=True, title=inside)
    asking = work.parties.get()
    things["work party"] = PartyFactory(exchange=work, city=things["other city"], accepted=True)
    PartyFactory(exchange=work, city=None, partner=things["own partner"], accepted=True)
    things["member's exchange"] = SeatFactory(party=asking, person=world.people["member"])
    things["agreement"] = AgreementFactory(exchange=work, aims=inside)
    things["log entry"] = EntryFactory(exchange=work, text=inside, author=world.people["member"])
    meeting = things["exchange's meeting"] = MeetingFactory(
        group=None, exchange=work, title=inside, minutes=inside
    )
    things["reply to exchange"] = RsvpFactory(meeting=meeting, person=world.people["other_coordinator"])
    things["work party's page"] = _page_of(things["work party"])
    things["asking party's page"] = _page_of(asking)
    things["member's exchange seat"] = SimpleNamespace(pk=work.pk, seat=things["member's exchange"].pk)


def _done(world: Any) -> None:
    told = world.word("report", ASKED)
    things = world.things
    done = things["done exchange"] = ExchangeFactory(
        city=things["own city"], completed=True, shows_result=True, title="Pit kept open"
    )
    PartyFactory(exchange=done, city=things["other city"], accepted=True)
    things["report"] = ReportFactory(exchange=done, done=told, learned=told, summary="Roofs first.")
    things["outcome"] = Outcome.objects.create(
        exchange=done, kind="practice", page_id=things["draft practice"].pk, made_at=world.now
    )
