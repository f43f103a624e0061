"""Who helps in an exchange: asked, offered or named, and introduced once both sides have said yes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from cities.likeness import Reason
from cities.models import City, Partner
from network.core.audit import record
from working_groups.exchanges import notices, words
from working_groups.exchanges.enums import ExchangeState, PartyRole
from working_groups.exchanges.permissions import CHANGED_IN
from working_groups.exchanges.speakers import speakers_of
from working_groups.exchanges.states import WrongState, locked_exchange, move, refuse_wrong_state
from working_groups.models import ExchangeParty, ExchangeSeat, PeerExchange

MOST_PARTIES = 12


class AlreadyAnswered(Exception):
    """Somebody else has answered meanwhile, or the question was taken back."""


class TooManyParties(Exception):
    """The exchange has asked as many as it may: some have to answer first."""


class NobodyAccepted(Exception):
    """There is nobody to introduce yet: no party to which both sides have said yes."""


def _which(organisation: Any) -> dict[str, Any]:
    """Return the column for a city, a partner or a person."""
    if isinstance(organisation, City):
        return {"city": organisation}
    return {"partner": organisation} if isinstance(organisation, Partner) else {"expert": organisation}


def _locked_with_party(party: ExchangeParty) -> tuple[PeerExchange, ExchangeParty]:
    """Return the exchange and the party as they are now; raises ``AlreadyAnswered`` where the party is gone."""
    exchange = locked_exchange(party.exchange)
    current = ExchangeParty.objects.for_listing().filter(pk=party.pk).first()
    if current is None:
        raise AlreadyAnswered
    current.exchange = exchange
    return exchange, current


@transaction.atomic
def name_party(
    *,
    exchange: PeerExchange,
    organisation: Any,
    named_by: Any,
    asker_said: bool | None = None,
    party_said: bool | None = None,
    note: str = "",
    reasons: Iterable[Reason] = (),
    now: datetime,
) -> ExchangeParty:
    """Name a city, a partner or an expert, and return it as a party; who is named already stays as she is.

    The city that asks names with ``asker_said``; who offers to take part says so with ``party_said``; whoever
    brings cities together names for both, and both are asked. Raises ``WrongState`` and ``TooManyParties``.
    """
    current = locked_exchange(exchange)
    if current.state not in CHANGED_IN:
        raise WrongState(current)
    known = ExchangeParty.objects.filter(exchange=current, **_which(organisation)).first()
    if known:
        return known
    if current.parties.helping().count() >= MOST_PARTIES:
        raise TooManyParties
    party = ExchangeParty.objects.create(
        exchange=current,
        **_which(organisation),
        asker_said=asker_said,
        party_said=party_said,
        note=note,
        reasons=[{"text": str(one.text), "points": one.points} for one in reasons],
        named_by=named_by,
        named_at=now,
    )
    which = {name: one.pk for name, one in _which(organisation).items()}
    record(action="exchange.party-named", subject=current, actor=named_by, now=now, **which)
    if current.state == ExchangeState.REQUESTED:
        _ask(party, now)
    return party


def _ask(party: ExchangeParty, now: datetime) -> None:
    """Tell those who have not said anything yet that they are asked."""
    if party.party_said is None:
        notices.tell_party(words.ASKED, party, now=now)
    if party.asker_said is None:
        notices.tell_asker(words.OFFERED, party, now=now)


@transaction.atomic
def answer_party(
    *, party: ExchangeParty, for_asker: bool, says: bool, note: str = "", answered_by: Any, now: datetime
) -> ExchangeParty:
    """Say yes or no for one side, and return the party. The other side is told, once.

    Raises ``AlreadyAnswered`` and ``WrongState``.
    """
    exchange, current = _locked_with_party(party)
    if exchange.state not in CHANGED_IN:
        raise WrongState(exchange)
    column = "asker_said" if for_asker else "party_said"
    if getattr(current, column) is not None or current.is_declined:
        raise AlreadyAnswered
    setattr(current, column, says)
    if for_asker:
        current.reply = note
    else:
        current.note = note or current.note
    current.decided_at = now
    current.save()
    side = PartyRole.ASKING if for_asker else PartyRole.ANSWERING
    record(
        action="exchange.party-answered",
        subject=exchange,
        actor=answered_by,
        now=now,
        party=current.pk,
        side=side,
        says=says,
    )
    kind = words.ACCEPTED if says else words.DECLINED
    if for_asker:
        notices.tell_party(kind, current, now=now)
    else:
        notices.tell_asker(kind, current, now=now)
    if current.is_accepted:
        notices.tell_those_who_match(words.TO_CONFIRM, exchange, now=now)
    return current


@transaction.atomic
def take_party_back(*, party: ExchangeParty, taken_by: Any, now: datetime) -> None:
    """Take back a question, an offer or a yes. Raises ``AlreadyAnswered`` and ``WrongState``."""
    exchange, current = _locked_with_party(party)
    if exchange.state not in CHANGED_IN:
        raise WrongState(exchange)
    if current.asks or current.is_declined:
        raise AlreadyAnswered
    record(action="exchange.party-taken-back", subject=exchange, actor=taken_by, now=now, party=current.pk)
    current.delete()


@transaction.atomic
def confirm_match(*, exchange: PeerExchange, confirmed_by: Any, now: datetime) -> PeerExchange:
    """Introduce the city that asks and all who have said yes: names and addresses are mailed to both.

    Who has not answered by now is not needed any more, and is told so. Raises ``WrongState`` and
    ``NobodyAccepted``.
    """
    current = locked_exchange(exchange)
    refuse_wrong_state(current, "confirm")
    accepted = list(current.parties.accepted().for_listing())
    if len(accepted) < 2:
        raise NobodyAccepted
    waiting = list(current.parties.helping().undecided())
    current.confirmed_by = confirmed_by
    move(current, "confirm", by=confirmed_by, now=now, parties=[party.pk for party in accepted])
    for party in waiting:
        party.asker_said, party.decided_at = False, now
        party.save(update_fields=["asker_said", "decided_at"])
        notices.tell_party(words.DECLINED, party, now=now)
    for party in accepted:
        party.exchange = current
        for person in speakers_of(party):
            give_seat(party=party, person=person, now=now)
        notices.tell_party(words.INTRODUCED, party, now=now)
    return current


def give_seat(*, party: ExchangeParty, person: Any, now: datetime) -> ExchangeSeat:
    """Let a person take part for a party, and return her seat; who has one keeps it. Call it under the lock."""
    seat, _is_new = ExchangeSeat.objects.get_or_create(
        exchange=party.exchange, person=person, defaults={"party": party, "added_at": now}
    )
    return seat
