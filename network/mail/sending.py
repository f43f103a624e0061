"""Taking mails from the outbox and handing them to the server (see docs/adr/0006-mail-outbox.md)."""

import logging
import time
import uuid
import zoneinfo
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation

from network.mail.backoff import MAX_ATTEMPTS, backoff
from network.mail.enums import DeliveryState, SkipReason
from network.mail.kinds import Message, Recipient, kinds
from network.mail.messages import build_email
from network.mail.models import Delivery
from network.mail.suppression import suppress_address, suppressed_among
from network.mail.transport import Outcome, Transport, Verdict

log = logging.getLogger(__name__)

BATCH = 20
# The server's time-out (EMAIL_TIMEOUT, 30 s) is far under half of it.
LEASE = timedelta(minutes=5)
# A sweep ends in time for the next one; what is left waits a minute.
SWEEP_SECONDS = 45

Clock = Callable[[], datetime]


def claim(*, now: datetime, size: int = BATCH, pk: int | None = None) -> list[Delivery]:
    """Take up to ``size`` due mails (or only the one called ``pk``) under a new owner token, and return them.

    PostgreSQL passes over rows that another worker is taking (``SKIP LOCKED``); on SQLite the transaction is
    IMMEDIATE, so that only one worker at a time is here.
    """
    token = uuid.uuid4()
    with transaction.atomic():
        due = Delivery.objects.claimable(now).select_for_update(skip_locked=True)
        if pk is not None:
            due = due.filter(pk=pk)
        taken = list(due.values_list("pk", flat=True)[:size])
        Delivery.objects.filter(pk__in=taken).update(
            state=DeliveryState.SENDING, owner_token=token, lease_until=now + LEASE
        )
    return list(Delivery.objects.owned_by(token).select_related("recipient").order_by("next_at", "pk"))


def send_due(*, clock: Clock = timezone.now) -> Counter:
    """Send what is due, batch by batch, and return how many mails ended in which state."""
    tally: Counter = Counter()
    stop = time.monotonic() + SWEEP_SECONDS
    while time.monotonic() < stop and (batch := claim(now=clock())):
        done = send_batch(batch, clock=clock)
        tally += done
        if sum(done.values()) < len(batch):
            break  # the server is down or slow: the rest was released for the next sweep
    return tally


def send_one(*, pk: int, clock: Clock = timezone.now) -> Counter:
    """Send the mail ``pk`` if it is due and nobody else has it; return how it ended."""
    return send_batch(claim(now=clock(), pk=pk), clock=clock)


def send_batch(batch: list[Delivery], *, clock: Clock) -> Counter:
    """Send claimed mails over one connection, and return how many ended in which state.

    Mails that are not begun before half of the lease is gone, or after the server went away, are released.
    """
    tally: Counter = Counter()
    suppressed = suppressed_among(delivery.to_address for delivery in batch)
    with Transport() as transport:
        for position, delivery in enumerate(batch):
            if clock() > delivery.lease_until - LEASE / 2:
                _release(batch[position:])
                break
            state, outcome = _send(delivery, transport, suppressed, clock)
            tally[state] += 1
            if outcome.verdict is Verdict.SERVER_DOWN:
                _release(batch[position + 1 :])
                break
    return tally


def _send(delivery: Delivery, transport: Transport, suppressed: set[str], clock: Clock) -> tuple[str, Outcome]:
    """Check, render and send one mail; return the state it is in now (``lost``: taken over by another)."""
    if delivery.attempts >= MAX_ATTEMPTS:  # its workers died every time
        return _end(delivery, clock(), state=DeliveryState.FAILED), Outcome(Verdict.REFUSED)
    if (
        not Delivery.objects.owned_by(delivery.owner_token)
        .filter(pk=delivery.pk)
        .update(attempts=F("attempts") + 1)
    ):
        return "lost", Outcome(Verdict.LATER)
    delivery.attempts += 1
    recipient = _recipient(delivery)
    try:
        message = _compose(delivery, recipient, suppressed)
    except Exception as error:  # a kind's bug must not stop the other mails
        log.exception("Mail %s could not be rendered", delivery.pk)
        outcome = Outcome(Verdict.LATER, None, f"{type(error).__name__}: {error}")
    else:
        if isinstance(message, SkipReason):
            state = _end(delivery, clock(), state=DeliveryState.SKIPPED, skip_reason=message)
            return state, Outcome(Verdict.REFUSED)
        outcome = transport.deliver(build_email(delivery, message, recipient))
    return _record(delivery, recipient, outcome, clock()), outcome


def _recipient(delivery: Delivery) -> Recipient:
    person = delivery.recipient
    if person is None:
        return Recipient(delivery.address, settings.LANGUAGE_CODE, settings.TIME_ZONE)
    return Recipient(person.email, person.locale, person.time_zone, person)


def _compose(delivery: Delivery, recipient: Recipient, suppressed: set[str]) -> Message | SkipReason:
    """Return the mail in the recipient's language and time zone, or why there is none."""
    if recipient.person and not recipient.person.is_active:
        return SkipReason.INACTIVE
    if recipient.address in suppressed:
        return SkipReason.SUPPRESSED
    kind = kinds.get(delivery.kind)
    if not kind.may_receive(delivery, recipient):
        return SkipReason.NO_ACCESS
    with translation.override(recipient.language), timezone.override(zoneinfo.ZoneInfo(recipient.time_zone)):
        return kind.render(delivery, recipient) or SkipReason.EMPTY


def _record(delivery: Delivery, recipient: Recipient, outcome: Outcome, now: datetime) -> str:
    """Write down what the server said, and return the mail's state."""
    said = {"smtp_code": outcome.code, "error": outcome.text[:300]}
    match outcome.verdict:
        case Verdict.ACCEPTED:
            return _end(delivery, now, state=DeliveryState.SENT, smtp_code=outcome.code, error="")
        case Verdict.REFUSED:
            return _end(delivery, now, state=DeliveryState.FAILED, **said)
        case Verdict.NO_SUCH_ADDRESS:
            if not kinds.forgets_address(delivery.kind):
                suppress_address(address=recipient.address, now=now)
            return _end(delivery, now, state=DeliveryState.FAILED, **said)
    if delivery.attempts >= MAX_ATTEMPTS:
        return _end(delivery, now, state=DeliveryState.FAILED, **said)
    next_at = now + backoff(delivery.attempts)
    return _give_back(delivery, state=DeliveryState.PENDING, next_at=next_at, **said)


def _end(delivery: Delivery, now: datetime, **fields) -> str:
    """Write down how a mail ended; the server's answer often repeats the address, and goes with it."""
    if kinds.forgets_address(delivery.kind):
        fields |= {"address": "", "error": ""}
    return _give_back(delivery, ended_at=now, **fields)


def _give_back(delivery: Delivery, **fields) -> str:
    """Write the outcome and drop the lease, if it is still ours: a slow worker must not overrule the next."""
    mine = Delivery.objects.owned_by(delivery.owner_token).filter(pk=delivery.pk)
    if mine.update(owner_token=None, lease_until=None, **fields):
        return fields["state"]
    log.warning("Mail %s was taken over by another worker", delivery.pk)
    return "lost"


def _release(batch: list[Delivery]) -> None:
    """Give back mails that were not begun."""
    for delivery in batch:
        _give_back(delivery, state=DeliveryState.PENDING)
