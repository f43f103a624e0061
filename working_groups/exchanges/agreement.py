"""What the parties of an exchange agree on: written together, and agreed to by each."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from network.core.audit import record
from working_groups.exchanges import notices, words
from working_groups.exchanges.enums import ExchangeState
from working_groups.exchanges.states import StaleText, WrongState, locked_exchange, move
from working_groups.models import ExchangeAgreement, ExchangeParty, PeerExchange

OPEN_IN = (ExchangeState.MATCHED, ExchangeState.AGREED)


def agreement_of(exchange: PeerExchange) -> ExchangeAgreement | None:
    """Return the agreement, if one was written."""
    return ExchangeAgreement.objects.filter(exchange=exchange).first()


@transaction.atomic
def save_agreement(
    *,
    exchange: PeerExchange,
    values: Mapping[str, Any],
    version: int,
    party: ExchangeParty,
    by: Any,
    now: datetime,
) -> ExchangeAgreement:
    """Save what a form holds that was opened on ``version`` (0 for none); who writes agrees to it.

    The others have to agree anew. Raises ``StaleText`` and ``WrongState``.
    """
    current = locked_exchange(exchange)
    if current.state not in OPEN_IN:
        raise WrongState(current)
    agreement = agreement_of(current)
    if (agreement.version if agreement else 0) != version:
        raise StaleText(agreement)
    agreement = agreement or ExchangeAgreement(exchange=current)
    for name, value in values.items():
        setattr(agreement, name, value)
    agreement.version, agreement.written_at = version + 1, now
    agreement.save()
    current.parties.update(agreed_version=None)
    if current.state == ExchangeState.AGREED:
        current.agreed_at = None
        move(current, "reopen agreement", by=by, now=now)
    record(action="exchange.agreement-written", subject=current, actor=by, now=now, version=version + 1)
    _agree(current, agreement, party, by=by, now=now)
    for other in current.parties.accepted().exclude(pk=party.pk):
        notices.tell_party(words.TO_AGREE, other, now=now, moment=str(agreement.version))
    return agreement


@transaction.atomic
def sign_agreement(
    *, exchange: PeerExchange, version: int, party: ExchangeParty, by: Any, now: datetime
) -> None:
    """Agree, for a party, to the version that was read; once all have, the exchange is agreed.

    Raises ``StaleText`` where it has changed since, ``WrongState`` where work has begun.
    """
    current = locked_exchange(exchange)
    agreement = agreement_of(current)
    if current.state not in OPEN_IN:
        raise WrongState(current)
    if agreement is None or agreement.version != version:
        raise StaleText(agreement)
    _agree(current, agreement, party, by=by, now=now)


def _agree(
    exchange: PeerExchange, agreement: ExchangeAgreement, party: ExchangeParty, *, by: Any, now: datetime
) -> None:
    row = exchange.parties.accepted().filter(pk=party.pk)
    if not row.exclude(agreed_version=agreement.version).update(agreed_version=agreement.version):
        return
    record(
        action="exchange.party-agreed",
        subject=exchange,
        actor=by,
        now=now,
        party=party.pk,
        version=agreement.version,
    )
    accepted = exchange.parties.accepted()
    if exchange.state == ExchangeState.MATCHED and all(
        one.agreed_version == agreement.version for one in accepted
    ):
        move(exchange, "agree", by=by, now=now, version=agreement.version)
        for one in accepted:
            notices.tell_party(words.AGREED, one, now=now, moment=str(agreement.version))
