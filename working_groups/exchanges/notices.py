"""The mails about peer exchanges. No mail names a person or an address before both sides have said yes."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.accounts.models import User
from network.core.access import can
from network.core.letterhead import absolute
from network.mail.kinds import MailKind, Message, Recipient, kinds
from network.mail.messages import render_message
from network.mail.models import Delivery
from network.mail.services import send_notices
from working_groups.exchanges.enums import ExchangeState, PartyRole
from working_groups.exchanges.speakers import speakers_of
from working_groups.exchanges.words import (
    ACCEPTED,
    ASKED,
    DECLINED,
    ENDED,
    FOLLOW_UP,
    INTRODUCED,
    OFFERED,
    SENT,
    TO_AGREE,
    TO_CONFIRM,
    WORDS,
)
from working_groups.models import ExchangeParty, PeerExchange

TEMPLATE = "working_groups/exchanges/email/notice"
# A mail that asks for something is out of date once the exchange has left these states.
ONLY_IN = {
    ASKED: (ExchangeState.REQUESTED,),
    OFFERED: (ExchangeState.REQUESTED,),
    ACCEPTED: (ExchangeState.REQUESTED,),
    SENT: (ExchangeState.REQUESTED,),
    TO_CONFIRM: (ExchangeState.REQUESTED,),
    INTRODUCED: (ExchangeState.MATCHED, ExchangeState.AGREED, ExchangeState.ACTIVE),
    TO_AGREE: (ExchangeState.MATCHED,),
    FOLLOW_UP: (ExchangeState.COMPLETED,),
}
# Read on the way out although the reader is no party any more.
TELLS_AN_END = (DECLINED, ENDED)


def _send(
    kind: str, exchange: PeerExchange, people: Any, *, now: datetime, party: int | None = None, **more: str
) -> None:
    """Mail some people; ``moment`` tells one event from another of its kind, ``side`` whose side they are."""
    event = f"exchange:{exchange.pk}:{party or ''}:{more.get('moment', '')}"
    data = {"exchange": exchange.pk, "party": party, "side": more.get("side", "")}
    send_notices(kind=kind, event=event, recipients=people, data=data, now=now)


def tell_party(kind: str, party: ExchangeParty, *, now: datetime, moment: str = "", but: Any = None) -> None:
    """Mail those who speak for a party, without ``but``, who has just done it herself."""
    people = [person for person in speakers_of(party) if person != but]
    _send(kind, party.exchange, people, now=now, party=party.pk, moment=moment, side="party")


def tell_asker(kind: str, party: ExchangeParty, *, now: datetime) -> None:
    """Mail those who speak for the city that asks, about one of the parties."""
    asking = party.exchange.parties.get(role=PartyRole.ASKING)
    _send(kind, party.exchange, speakers_of(asking), now=now, party=party.pk, side="asker")


def tell_asking_city(kind: str, exchange: PeerExchange, *, now: datetime) -> None:
    """Mail those who speak for the city that asked."""
    _send(kind, exchange, speakers_of(exchange.parties.get(role=PartyRole.ASKING)), now=now)


def tell_person(kind: str, exchange: PeerExchange, person: Any, *, now: datetime) -> None:
    """Mail one person who takes part."""
    _send(kind, exchange, [person], now=now, moment=now.isoformat())


def tell_those_who_match(kind: str, exchange: PeerExchange, *, now: datetime) -> None:
    """Mail those who bring cities together: the facilitators of its group, else moderators."""
    _send(kind, exchange, matchmakers(exchange), now=now, moment=now.date().isoformat())


def matchmakers(exchange: PeerExchange) -> list[Any]:
    """Return who is asked to bring the parties together."""
    if exchange.group:
        rows = exchange.group.memberships.facilitating().select_related("person")
        if people := [row.person for row in rows]:
            return people
    named = {"codename": "match_peerexchange", "content_type__app_label": "working_groups"}
    by_group = Q(**{f"groups__permissions__{name}": value for name, value in named.items()})
    return list(User.objects.filter(by_group, is_active=True).distinct().order_by("pk"))


def _exchange(delivery: Delivery) -> PeerExchange | None:
    rows = PeerExchange.objects.select_related("city", "challenge", "group", "report")
    return rows.filter(pk=delivery.data["exchange"]).first()


def may_receive(delivery: Delivery, recipient: Recipient) -> bool:
    """Return whether the reader may still see the exchange, or is told that it goes on without her."""
    exchange = _exchange(delivery)
    return exchange is None or delivery.kind in TELLS_AN_END or can(recipient.person, "view", exchange)


def render(delivery: Delivery, recipient: Recipient) -> Message | None:
    """Return the mail of any of these kinds, or nothing where it is out of date."""
    exchange, kind = _exchange(delivery), delivery.kind
    if exchange is None or exchange.state not in ONLY_IN.get(kind, (exchange.state,)):
        return None
    party = exchange.parties.for_listing().filter(pk=delivery.data["party"]).first()
    if delivery.data["party"] and party is None:
        return None  # taken back since
    names = {
        "title": exchange.title,
        "city": exchange.city.name,
        "kind": exchange.kind_title,
        "party": party.name if party else "",
    }
    words = WORDS[kind]
    context = {
        "exchange": exchange,
        "subject_words": words.subject % names,
        "sentence": words.sentence % names,
        "quoted": quoted_in(delivery, exchange, party),
        "people": introduced_to(exchange, recipient.person) if kind == INTRODUCED else [],
        **_action(kind, exchange, recipient),
    }
    return render_message(TEMPLATE, recipient, context)


def quoted_in(delivery: Delivery, exchange: PeerExchange, party: ExchangeParty | None) -> str:
    """Return what somebody has written that the mail tells of: to each side the words of the other one."""
    if delivery.kind in (ASKED, SENT):
        return exchange.wanted
    if delivery.kind == ENDED:
        return exchange.end_reason
    if party is None or delivery.kind not in (OFFERED, ACCEPTED, DECLINED):
        return ""
    return party.reply if delivery.data["side"] == "party" else party.note


def _action(kind: str, exchange: PeerExchange, recipient: Recipient) -> dict[str, Any]:
    if kind == DECLINED and not can(recipient.person, "view", exchange):
        return {"action_url": "", "action_label": ""}
    labels = {
        ASKED: _("Read the request and answer"),
        OFFERED: _("Answer"),
        TO_CONFIRM: _("Look at it and confirm"),
        TO_AGREE: _("Read the agreement"),
        FOLLOW_UP: _("Say what has become of it"),
    }
    path = exchange.get_absolute_url()
    if kind == FOLLOW_UP:
        path = reverse("working_groups:exchange-follow-up", args=[exchange.pk])
    return {"action_url": absolute(path), "action_label": labels.get(kind, _("Open the exchange"))}


def introduced_to(exchange: PeerExchange, reader: Any) -> list[dict[str, str]]:
    """Return the others who take part, with their addresses: both sides have agreed to that."""
    seats = exchange.seats.select_related("person", "party__city", "party__partner", "party__expert")
    return [
        {"name": seat.person.name, "address": seat.person.email, "place": seat.party.name}
        for seat in seats
        if seat.person != reader and seat.person.is_active
    ]


def register_notices() -> None:
    """Tell the outbox how these mails read."""
    for name, words in WORDS.items():
        kinds.register(MailKind(name, words.label, render, may_receive))
