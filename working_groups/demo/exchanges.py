"""Loads the demo's peer exchanges: an open call, one that waits, one under way, one with a result."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from cities.demo.load import find_city
from cities.models import City
from network.core.demo import once
from network.core.models import Theme
from working_groups.demo.load import person_of
from working_groups.exchanges.agreement import save_agreement, sign_agreement
from working_groups.exchanges.closing import save_report
from working_groups.exchanges.enums import ExchangeKind
from working_groups.exchanges.parties import confirm_match, name_party
from working_groups.exchanges.requests import send_request, start_exchange
from working_groups.exchanges.running import add_entry, begin_exchange
from working_groups.models import PeerExchange

DAY = timedelta(days=1)
AIMS = "A list of what to ask before the first tenant moves in, tried out on one hall in each city."
LOG = (
    (40, "First call. Each city showed one hall and its costs of the first two years."),
    (25, "Two days on site. The roof takes half of the budget in both cities; nobody had planned for it."),
)
REPORT = {
    "done": "Three calls, and two days in a hall that has been in use for six years.",
    "learned": "- Measure the roof before anything else.\n- Ask tenants *before* the plan is drawn.",
    "failed": "The cost tables could not be compared: each city counts its own staff differently.",
    "next_steps": "A common table, kept by both.",
    "summary": "Two cities compared how empty halls come back into use. The roof decides about the budget, and "
    "tenants who are asked early stay longer.",
}


def load(*, now: datetime) -> dict[str, int]:
    """Load the exchanges, once; return how many were new."""
    before = PeerExchange.objects.count()
    katowice, essen = find_city("Katowice"), find_city("Essen")
    if katowice and essen:
        for key, build in (
            ("call", _load_call),
            ("asked", _load_asked),
            ("active", _load_active),
            ("done", _load_done),
        ):
            with once(f"exchange:{key}") as new:
                if new:
                    build(katowice, essen, now)
    return {"peer exchanges": PeerExchange.objects.count() - before}


def _ask(city: City, theme: str, now: datetime, **values: Any) -> PeerExchange:
    return start_exchange(
        city=city,
        values=values,
        themes=Theme.objects.filter(slug=theme),
        asked_by=None,
        form_token=uuid.uuid4(),
        now=now,
    )


def _load_call(katowice: City, essen: City, now: datetime) -> None:
    """An open call of a city, on which others can offer help."""
    exchange = _ask(
        katowice,
        "climate-action-and-energy",
        now - 6 * DAY,
        title="Who heats with mine water, and what does a household pay?",
        kind=ExchangeKind.STUDY_VISIT,
        wanted="Our pumps lift warm water every day. We would like to see a network that uses it, and to read "
        "one year of its bills.",
        timing="Two days in spring, four people",
        budget="We pay for travel and interpreting",
        languages=["en", "pl"],
        is_call=True,
    )
    send_request(exchange=exchange, sent_by=None, now=now - 6 * DAY)


def _load_asked(katowice: City, essen: City, now: datetime) -> None:
    """A request that waits for the demo coordinator's yes or no."""
    exchange = _ask(
        essen,
        "social-equity-and-just-transition",
        now - 2 * DAY,
        title="How do you speak with those whose plant closes?",
        kind=ExchangeKind.HELPDESK,
        wanted="The talks begin in autumn. What would you do differently from the first week on?",
        timing="Two calls of an hour",
    )
    name_party(exchange=exchange, organisation=katowice, named_by=None, asker_said=True, now=now - 2 * DAY)
    send_request(exchange=exchange, sent_by=None, now=now - 2 * DAY)


def _introduced(asking: City, helping: City, theme: str, at: datetime, **values: Any) -> PeerExchange:
    """Return an exchange whose sides have said yes, were introduced and have agreed."""
    exchange = _ask(asking, theme, at, **values)
    party = name_party(
        exchange=exchange,
        organisation=helping,
        named_by=None,
        asker_said=True,
        party_said=True,
        note="Gladly. We bring the people who ran the building site.",
        now=at,
    )
    send_request(exchange=exchange, sent_by=None, now=at)
    exchange = confirm_match(exchange=exchange, confirmed_by=None, now=at + 3 * DAY)
    asked = exchange.parties.get(city=asking)
    terms = {
        "aims": AIMS,
        "starts_on": (at + 14 * DAY).date(),
        "ends_on": (at + 120 * DAY).date(),
        "people": "Two from each city: one who knows the buildings, one who knows the tenants.",
        "costs": "Each city pays for its own travel.",
    }
    save_agreement(exchange=exchange, values=terms, version=0, party=asked, by=None, now=at + 8 * DAY)
    sign_agreement(exchange=exchange, version=1, party=party, by=None, now=at + 10 * DAY)
    return begin_exchange(exchange=exchange, begun_by=None, now=at + 14 * DAY)


def _load_active(katowice: City, essen: City, now: datetime) -> None:
    """An exchange under way, with its log."""
    exchange = _introduced(
        katowice,
        essen,
        "circular-economy",
        now - 60 * DAY,
        title="Halls that stay: from the last shift to the first tenant",
        kind=ExchangeKind.MENTORING,
        wanted="Three halls stand empty. We would like somebody at our side who has been through it.",
    )
    for days, text in LOG:
        author = person_of("coordinator")
        add_entry(exchange=exchange, text=text, author=author, form_token=uuid.uuid4(), now=now - days * DAY)


def _load_done(katowice: City, essen: City, now: datetime) -> None:
    """An exchange that is over, with a result that everybody reads."""
    exchange = _introduced(
        essen,
        katowice,
        "circular-economy",
        now - 220 * DAY,
        title="Empty halls: what the first two years cost",
        kind=ExchangeKind.PEER_REVIEW,
        wanted="We would like another city to look at our budget for two halls before the council does.",
    )
    save_report(
        exchange=exchange, values=REPORT, shows_result=True, version=0, written_by=None, now=now - 100 * DAY
    )
