"""An offer of support for a challenge that becomes an exchange."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cities.models import SupportOffer
from working_groups.exchanges import notices, words
from working_groups.exchanges.enums import ExchangeKind, ExchangeState
from working_groups.exchanges.parties import name_party
from working_groups.exchanges.requests import send_request, start_exchange
from working_groups.models import PeerExchange


@transaction.atomic
def accept_support(*, offer: SupportOffer, accepted_by: Any, now: datetime) -> PeerExchange:
    """Make an exchange of an offer of support for a challenge, and return it; a second time the same one.

    Both sides have said yes by it: what is left is that somebody confirms.
    """
    challenge = offer.challenge
    exchange = start_exchange(
        city=challenge.city,
        values={
            "title": challenge.title[:160],
            "kind": ExchangeKind.MENTORING,
            "wanted": "\n\n".join(filter(None, (challenge.needed, offer.text)))[:3000],
            "challenge": challenge,
        },
        themes=challenge.themes.all(),
        asked_by=accepted_by,
        form_token=offer.form_token,
        now=now,
    )
    if exchange.state != ExchangeState.DRAFT:
        return exchange
    name_party(
        exchange=exchange,
        organisation=offer.organisation,
        named_by=offer.offered_by,
        asker_said=True,
        party_said=True,
        note=offer.text[:1000],
        now=now,
    )
    sent = send_request(exchange=exchange, sent_by=accepted_by, now=now)
    notices.tell_those_who_match(words.TO_CONFIRM, sent, now=now)
    return sent
