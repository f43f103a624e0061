"""An exchange under way: who takes part, its log, and its early end."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from network.core.audit import record
from working_groups.exchanges import notices, words
from working_groups.exchanges.parties import give_seat
from working_groups.exchanges.states import locked_exchange, locked_together, move
from working_groups.meetings.answers import withdraw_answers
from working_groups.meetings.notices import invite_newcomer
from working_groups.meetings.services import cancel_meeting
from working_groups.models import ExchangeEntry, ExchangeParty, ExchangeSeat, PeerExchange


@transaction.atomic
def begin_exchange(*, exchange: PeerExchange, begun_by: Any, now: datetime) -> PeerExchange:
    """Say that work has begun. Raises ``WrongState``."""
    current = locked_exchange(exchange)
    move(current, "begin", by=begun_by, now=now)
    return current


@transaction.atomic
def add_person(*, party: ExchangeParty, person: Any, added_by: Any, now: datetime) -> ExchangeSeat:
    """Let somebody take part for a party, and return her seat; she is told. Raises ``WrongState``."""
    current = locked_together(party.exchange)
    party.exchange = current
    seat = give_seat(party=party, person=person, now=now)
    if seat.added_at == now:
        record(action="exchange.person-added", subject=current, actor=added_by, now=now, person=person.pk)
        notices.tell_person(words.SEATED, current, person, now=now)
        invite_newcomer(person, current, now=now)
    return seat


@transaction.atomic
def end_seat(*, seat: ExchangeSeat, ended_by: Any, now: datetime) -> None:
    """Have somebody take part no longer. Raises ``WrongState``."""
    current = locked_together(seat.exchange)
    record(action="exchange.person-removed", subject=current, actor=ended_by, now=now, person=seat.person_id)
    ExchangeSeat.objects.filter(pk=seat.pk).delete()
    withdraw_answers(person=seat.person, meetings=current.meetings.all(), now=now)


@transaction.atomic
def add_entry(
    *, exchange: PeerExchange, text: str, author: Any, form_token: uuid.UUID, now: datetime
) -> ExchangeEntry:
    """Write a line into the log, and return it; the same form again returns the same. Raises ``WrongState``."""
    current = locked_together(exchange)
    entry, _is_new = ExchangeEntry.objects.get_or_create(
        form_token=form_token,
        defaults={"exchange": current, "text": text, "author": author, "written_at": now},
    )
    return entry


@transaction.atomic
def end_exchange(*, exchange: PeerExchange, reason: str, ended_by: Any, now: datetime) -> PeerExchange:
    """End an exchange early, and tell everybody who has been asked or takes part. Raises ``WrongState``.

    Meetings that are ahead are called off.
    """
    current = locked_exchange(exchange)
    was_sent = current.requested_at is not None
    current.end_reason = reason
    move(current, "end", by=ended_by, now=now)
    for meeting in current.meetings.ahead(now).not_cancelled():
        cancel_meeting(meeting=meeting, reason=reason, cancelled_by=ended_by, now=now)
    if was_sent:
        for party in current.parties.exclude(asker_said=False).exclude(party_said=False):
            notices.tell_party(words.ENDED, party, now=now, but=ended_by)
    return current


def leave_with_affiliation(*, affiliation: Any, actor: Any, now: datetime, **_more: Any) -> None:
    """End the seats that somebody had in exchanges for a city or partner that she has left."""
    place = (
        {"party__city": affiliation.city} if affiliation.city_id else {"party__partner": affiliation.partner}
    )
    for seat in ExchangeSeat.objects.filter(person=affiliation.person, **place).select_related("exchange"):
        record(
            action="exchange.person-removed",
            subject=seat.exchange,
            actor=actor,
            now=now,
            person=affiliation.person_id,
        )
        seat.delete()
        withdraw_answers(person=affiliation.person, meetings=seat.exchange.meetings.all(), now=now)
