"""Asking for an exchange: the request, what is needed for it, and sending it."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from cities.models import City
from network.core.audit import record
from network.core.models import Theme
from working_groups.exchanges import notices, words
from working_groups.exchanges.enums import PartyRole
from working_groups.exchanges.permissions import CHANGED_IN
from working_groups.exchanges.states import StaleText, WrongState, locked_exchange, move
from working_groups.models import ExchangeParty, PeerExchange


@transaction.atomic
def start_exchange(
    *,
    city: City,
    values: Mapping[str, Any],
    themes: Iterable[Theme],
    asked_by: Any,
    form_token: uuid.UUID,
    now: datetime,
) -> PeerExchange:
    """Begin a request for ``city``, as a draft, and return it; the same form again returns the same.

    Where no theme is chosen, those of its challenge are.
    """
    exchange, is_new = PeerExchange.objects.get_or_create(
        form_token=form_token,
        defaults={"city": city, "asked_by": asked_by, "created_at": now, "changed_at": now, **values},
    )
    if not is_new:
        return exchange
    exchange.themes.set(list(themes) or (exchange.challenge.themes.all() if exchange.challenge else []))
    ExchangeParty.objects.create(
        exchange=exchange,
        role=PartyRole.ASKING,
        city=city,
        asker_said=True,
        party_said=True,
        named_by=asked_by,
        named_at=now,
        decided_at=now,
    )
    record(action="exchange.started", subject=exchange, actor=asked_by, now=now, city=city.pk)
    return exchange


@transaction.atomic
def change_request(
    *,
    exchange: PeerExchange,
    values: Mapping[str, Any],
    themes: Iterable[Theme] | None = None,
    version: int,
    changed_by: Any,
    now: datetime,
) -> PeerExchange:
    """Save what a form holds that was opened on ``version``, and return the exchange.

    Raises ``StaleText`` where somebody else has changed it meanwhile, ``WrongState`` where its parties know
    each other by now.
    """
    current = locked_exchange(exchange)
    if current.state not in CHANGED_IN:
        raise WrongState(current)
    if current.version != version:
        raise StaleText(current)
    for name, value in values.items():
        setattr(current, name, value)
    current.version, current.changed_at = version + 1, now
    current.save()
    if themes is not None:
        current.themes.set(themes)
    record(action="exchange.changed", subject=current, actor=changed_by, now=now)
    return current


@transaction.atomic
def send_request(*, exchange: PeerExchange, sent_by: Any, now: datetime) -> PeerExchange:
    """Send a draft: from now on those who were named are asked, and an open call stands in the list.

    Raises ``WrongState``.
    """
    current = locked_exchange(exchange)
    move(current, "send", by=sent_by, now=now, call=current.is_call)
    for party in current.parties.helping().undecided():
        notices.tell_party(words.ASKED, party, now=now)
    notices.tell_those_who_match(words.SENT, current, now=now)
    return current
