"""The way of an exchange: which step leads where, and that nothing else moves it."""

import itertools
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from network.core.access import can
from tests.factories.cities import CityFactory
from tests.factories.exchanges import ExchangeFactory, PartyFactory
from working_groups.exchanges import agreement, closing, parties, requests, running
from working_groups.exchanges.enums import ExchangeState
from working_groups.exchanges.permissions import EXCHANGE_RULES
from working_groups.exchanges.states import STEPS, WrongState, move
from working_groups.meetings.services import call_meeting
from working_groups.meetings.times import Rhythm
from working_groups.models import ExchangeParty, PeerExchange

pytestmark = pytest.mark.django_db

# Written down by hand, not read from the code.
ALLOWED = {
    ("draft", "send"): "requested",
    ("requested", "confirm"): "matched",
    ("matched", "agree"): "agreed",
    ("agreed", "reopen agreement"): "matched",
    ("agreed", "begin"): "active",
    ("active", "complete"): "completed",
    ("completed", "follow up"): "followed-up",
    ("draft", "end"): "ended",
    ("requested", "end"): "ended",
    ("matched", "end"): "ended",
    ("agreed", "end"): "ended",
    ("active", "end"): "ended",
}


def at(state: str) -> PeerExchange:
    """Return an exchange in a state, with every time that a state could ask for."""
    now = timezone.now()
    times = {
        "confirmed_at": now,
        "completed_at": now,
        "follow_up_on": now.date(),
        "ended_at": now if state == "ended" else None,
    }
    return ExchangeFactory(state=state, **times)


@pytest.mark.parametrize(("state", "step"), list(itertools.product(ExchangeState.values, STEPS)))
def test_each_step_leads_from_where_it_may_and_from_nowhere_else(home, state, step):
    exchange = at(state)
    if (state, step) in ALLOWED:
        move(exchange, step, by=None, now=timezone.now())
        exchange.refresh_from_db()
        assert exchange.state == ALLOWED[state, step]
    else:
        with pytest.raises(WrongState):
            move(exchange, step, by=None, now=timezone.now())
        exchange.refresh_from_db()
        assert exchange.state == state


def test_each_step_has_a_rule_that_somebody_can_meet():
    assert {step.rule for step in STEPS.values()} <= set(EXCHANGE_RULES)


def test_no_service_writes_into_an_exchange_that_is_over(home):
    exchange, now = at("ended"), timezone.now()
    party = exchange.parties.get()
    late = [
        lambda: requests.change_request(exchange=exchange, values={}, version=1, changed_by=None, now=now),
        lambda: requests.send_request(exchange=exchange, sent_by=None, now=now),
        lambda: parties.name_party(exchange=exchange, organisation=CityFactory(), named_by=None, now=now),
        lambda: parties.confirm_match(exchange=exchange, confirmed_by=None, now=now),
        lambda: agreement.save_agreement(
            exchange=exchange, values={}, version=0, party=party, by=None, now=now
        ),
        lambda: agreement.sign_agreement(exchange=exchange, version=1, party=party, by=None, now=now),
        lambda: running.begin_exchange(exchange=exchange, begun_by=None, now=now),
        lambda: running.add_person(party=party, person=None, added_by=None, now=now),
        lambda: running.end_exchange(exchange=exchange, reason="", ended_by=None, now=now),
        lambda: closing.save_report(
            exchange=exchange, values={}, shows_result=False, version=0, written_by=None, now=now
        ),
        lambda: closing.draft_practice(exchange=exchange, author=None, now=now),
        lambda: call_meeting(
            group=None,
            exchange=exchange,
            values={},
            first=now,
            minutes=60,
            rhythm=Rhythm.ONCE,
            times=1,
            called_by=None,
            form_token=uuid.uuid4(),
            now=now,
        ),
    ]
    for service in late:
        with pytest.raises(WrongState):
            service()


def test_nobody_is_introduced_before_both_have_said_yes(home):
    exchange = ExchangeFactory()
    for said in ({}, {"offered": True, "asker_said": None}, {"asker_said": True, "party_said": False}):
        PartyFactory(exchange=exchange, **said)
    with pytest.raises(parties.NobodyAccepted):
        parties.confirm_match(exchange=exchange, confirmed_by=None, now=timezone.now())


def test_an_answer_is_given_once_and_no_city_is_asked_twice(home):
    exchange, now = ExchangeFactory(), timezone.now()
    party = PartyFactory(exchange=exchange)
    parties.answer_party(party=party, for_asker=False, says=False, answered_by=None, now=now)
    for says in (True, False):
        with pytest.raises(parties.AlreadyAnswered):
            parties.answer_party(party=party, for_asker=False, says=says, answered_by=None, now=now)
    again = parties.name_party(exchange=exchange, organisation=party.city, named_by=None, now=now)
    assert again.pk == party.pk and again.is_declined
    party.delete()
    with pytest.raises(parties.AlreadyAnswered):
        parties.answer_party(party=party, for_asker=False, says=True, answered_by=None, now=now)


def test_no_exchange_asks_more_than_a_dozen(home):
    exchange = ExchangeFactory()
    for _one in range(parties.MOST_PARTIES):
        PartyFactory(exchange=exchange)
    with pytest.raises(parties.TooManyParties):
        parties.name_party(exchange=exchange, organisation=CityFactory(), named_by=None, now=timezone.now())


@pytest.mark.parametrize(
    "values",
    [
        {"state": "matched"},
        {"state": "requested", "requested_at": None},
        {"state": "completed", "confirmed_at": timezone.now()},
        {"state": "ended"},
        {"shows_result": True},
        {"title": ""},
    ],
)
def test_the_database_itself_refuses_what_must_not_be(home, values):
    exchange = ExchangeFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        PeerExchange.objects.filter(pk=exchange.pk).update(**values)


def test_the_database_lets_one_city_ask_and_each_party_be_one(home):
    exchange = ExchangeFactory()
    asking = exchange.parties.get()
    for values in (
        {"exchange": exchange, "city": CityFactory(), "role": "asking", "party_said": True},
        {"exchange": exchange, "city": asking.city},
        {"exchange": exchange, "city": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            PartyFactory(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExchangeParty.objects.filter(pk=asking.pk).update(party_said=False)


def test_who_leaves_her_city_leaves_its_exchanges(home, people, lodz):
    from cities.joining.affiliations import end_affiliation
    from tests.factories.exchanges import SeatFactory

    exchange = ExchangeFactory(matched=True)
    party = PartyFactory(exchange=exchange, city=lodz, accepted=True)
    SeatFactory(party=party, person=people["member"])
    assert can(type(people["member"]).objects.get(pk=people["member"].pk), "read inside", exchange)
    affiliation = people["member"].affiliations.get()
    end_affiliation(affiliation=affiliation, actor=people["asked"], now=timezone.now())
    assert not exchange.seats.exists()
    assert not can(type(people["member"]).objects.get(pk=people["member"].pk), "view", exchange)
