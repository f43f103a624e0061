"""Taking mails from the outbox and handing them to the server (see docs/adr/0006-mail-outbox.md)."""

import logging
import time
import uuid
import zoneinfo
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation

from network.mail.backoff import MAX_ATTEMPTS, backoff
from network.mail.enums import DeliveryState, SkipReason
from network.mail.kinds import MailKind, Message, Nothing, Recipient, Render, UnknownKind, kinds
from network.mail.memo import Memo
from network.mail.messages import build_email
from network.mail.models import Delivery
from network.mail.preferences.choices import opted_out_among
from network.mail.suppression import suppress_address, suppressed_among
from network.mail.transport import Outcome, Transport, Verdict

log = logging.getLogger(__name__)

# Personal digests are gathered, claimed and asked for by the batch: with 50, at a query and a half for each.
BATCH = 50
# The server's time-out (EMAIL_TIMEOUT, 30 s) is under half of it; what a killed worker held waits as long.
LEASE = timedelta(minutes=2)
# A sweep ends in time for the next one, which it wakes if there is more.
SWEEP_SECONDS = 45

Clock = Callable[[], datetime]


def claim(*, now: datetime, size: int = BATCH, pk: int | None = None) -> list[Delivery]:
    """Take up to ``size`` due mails (or only the one called ``pk``) under a new owner token, and return them.

    PostgreSQL passes over rows that another worker is taking (``SKIP LOCKED``); on SQLite the transaction is
    IMMEDIATE, so that only one worker at a time is here. Each taking counts as a try, so that a mail that kills
    its workers comes to an end.
    """
    token = uuid.uuid4()
    with transaction.atomic():
        due = Delivery.objects.claimable(now, kinds.one_at_a_time()).select_for_update(skip_locked=True)
        if pk is not None:
            due = due.filter(pk=pk)
        taken = list(due.values_list("pk", flat=True)[:size])
        if taken:
            Delivery.objects.filter(pk__in=taken).update(
                state=DeliveryState.SENDING,
                owner_token=token,
                lease_until=now + LEASE,
                attempts=F("attempts") + 1,
            )
    if not taken:
        return []
    mine = Delivery.objects.owned_by(token).filter(pk__in=taken)
    return list(mine.select_related("recipient").order_by("next_at", "pk"))


@dataclass(slots=True)
class Sweep:
    """What one sweep did: how many mails ended in which state, and whether more is due."""

    tally: Counter
    more: bool = False


def sweep(*, clock: Clock = timezone.now, seconds: float = SWEEP_SECONDS) -> Sweep:
    """Send what is due, batch by batch, until nothing is left, the time is up or the server is away."""
    done, memo = Sweep(Counter()), Memo()
    stop = time.monotonic() + seconds
    with Transport() as transport:
        while batch := claim(now=clock()):
            ended = send_batch(batch, clock=clock, transport=transport, memo=memo)
            done.tally += ended
            if sum(ended.values()) < len(batch):
                break  # the server is down or slow: the rest was released for the next sweep
            if time.monotonic() > stop:
                done.more = True
                break
    return done


def send_due(*, clock: Clock = timezone.now) -> Counter:
    """Send what is due and return how many mails ended in which state."""
    return sweep(clock=clock).tally


def send_one(*, pk: int, clock: Clock = timezone.now) -> Counter:
    """Send the mail ``pk`` if it is due and nobody else has it; return how it ended."""
    batch = claim(now=clock(), pk=pk)
    with Transport() as transport:
        return send_batch(batch, clock=clock, transport=transport, memo=Memo())


def send_batch(
    batch: list[Delivery], *, clock: Clock, transport: Transport | None = None, memo: Memo | None = None
) -> Counter:
    """Send claimed mails over one connection, and return how many ended in which state.

    Mails that are not begun before half of the lease is gone, or after the server went away, are released.
    """
    if transport is None:
        with Transport() as own:
            return send_batch(batch, clock=clock, transport=own, memo=memo)
    tally: Counter = Counter()
    if not batch:
        return tally
    rules = Rules(batch, clock(), memo or Memo())
    mine = set(Delivery.objects.owned_by(batch[0].owner_token).values_list("pk", flat=True))
    for position, delivery in enumerate(batch):
        if delivery.pk not in mine:
            tally["lost"] += 1
            continue
        if clock() > delivery.lease_until - LEASE / 2:
            _release(batch[position:])
            break
        state, outcome = _send(delivery, transport, rules, clock)
        tally[state] += 1
        if outcome.verdict is Verdict.SERVER_DOWN:
            _release(batch[position + 1 :])
            break
    return tally


class Rules:
    """What holds for a batch: who gets no mail, who wants none, and how each kind of mail reads.

    All of it is read once for the whole batch, at the moment of sending.
    """

    def __init__(self, batch: list[Delivery], now: datetime, memo: Memo) -> None:
        self._suppressed = suppressed_among(delivery.to_address for delivery in batch)
        self._opted_out = opted_out_among(batch)
        self._renders: dict[str, Render | Exception] = {}
        for name in dict.fromkeys(delivery.kind for delivery in batch):
            with suppress(UnknownKind):
                kind = kinds.get(name)
                if kind.prepare:
                    same = [delivery for delivery in batch if delivery.kind == name]
                    self._renders[name] = self._prepared(kind, same, now, memo)

    @staticmethod
    def _prepared(kind: MailKind, batch: list[Delivery], now: datetime, memo: Memo) -> Render | Exception:
        try:
            return kind.prepare(batch, now, memo)  # type: ignore[misc]
        except Exception as error:  # each of these mails waits, the others of the batch go out
            log.exception("%s mails of the kind %s could not be prepared", len(batch), kind.name)
            return error

    def refusal(self, delivery: Delivery, recipient: Recipient) -> SkipReason | None:
        """Return why nothing is rendered at all."""
        if recipient.person and not recipient.person.is_active:
            return SkipReason.INACTIVE
        if recipient.address in self._suppressed:
            return SkipReason.SUPPRESSED
        return SkipReason.OPTED_OUT if delivery.pk in self._opted_out else None

    def compose(self, delivery: Delivery, recipient: Recipient) -> Message | Nothing:
        """Return the mail in the recipient's language and time zone, or why there is none."""
        if reason := self.refusal(delivery, recipient):
            return Nothing(reason)
        kind = kinds.get(delivery.kind)
        render = self._renders.get(kind.name, kind.render)
        if isinstance(render, Exception):
            raise render
        with translation.override(recipient.language), timezone.override(zone_of(recipient)):
            if not kind.may_receive(delivery, recipient):
                return Nothing(SkipReason.NO_ACCESS)
            return render(delivery, recipient) or Nothing(SkipReason.EMPTY)  # type: ignore[misc]


def zone_of(recipient: Recipient) -> zoneinfo.ZoneInfo:
    """Return the recipient's time zone."""
    return zoneinfo.ZoneInfo(recipient.time_zone)


def recipient_of(delivery: Delivery) -> Recipient:
    """Return whom a mail goes to, as she is now."""
    person = delivery.recipient
    if person is None:
        return Recipient(delivery.address, settings.LANGUAGE_CODE, settings.TIME_ZONE)
    return Recipient(person.email, person.locale, person.time_zone, person)


def _send(delivery: Delivery, transport: Transport, rules: Rules, clock: Clock) -> tuple[str, Outcome]:
    """Check, render and send one mail; return the state it is in now (``lost``: taken over by another)."""
    if delivery.attempts > MAX_ATTEMPTS:  # its workers died every time
        return _end(delivery, clock(), state=DeliveryState.FAILED), Outcome(Verdict.REFUSED)
    recipient, told = recipient_of(delivery), {}
    try:
        message = rules.compose(delivery, recipient)
        told = dict(message.told)
        if isinstance(message, Nothing):
            ended = {"state": DeliveryState.SKIPPED, "skip_reason": message.reason, **_data(delivery, told)}
            return _end(delivery, clock(), **ended), Outcome(Verdict.REFUSED)
        email = build_email(delivery, message, recipient)
    except Exception as error:  # a kind's bug must not stop the other mails
        log.exception("Mail %s could not be rendered", delivery.pk)
        outcome = Outcome(Verdict.LATER, None, f"{type(error).__name__}: {error}")
    else:
        outcome = transport.deliver(email)
    return _record(delivery, recipient, outcome, told, clock()), outcome


def _data(delivery: Delivery, told: dict[str, Any]) -> dict[str, Any]:
    """Return the column that keeps what was told: it is written with the state, in one statement."""
    return {"data": delivery.data | told} if told else {}


def _record(
    delivery: Delivery, recipient: Recipient, outcome: Outcome, told: dict[str, Any], now: datetime
) -> str:
    """Write down what the server said, and return the mail's state."""
    said = {"smtp_code": outcome.code, "error": outcome.text[:300]}
    match outcome.verdict:
        case Verdict.ACCEPTED:
            sent = {"state": DeliveryState.SENT, "smtp_code": outcome.code, "error": ""}
            return _end(delivery, now, **sent, **_data(delivery, told))
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


def _end(delivery: Delivery, now: datetime, **fields: Any) -> str:
    """Write down how a mail ended; the server's answer often repeats the address, and goes with it."""
    if kinds.forgets_address(delivery.kind):
        fields |= {"address": "", "error": ""}
    return _give_back(delivery, ended_at=now, **fields)


def _give_back(delivery: Delivery, **fields: Any) -> str:
    """Write the outcome and drop the lease, if it is still ours: a slow worker must not overrule the next."""
    mine = Delivery.objects.owned_by(delivery.owner_token).filter(pk=delivery.pk)
    if mine.update(owner_token=None, lease_until=None, **fields):
        return fields["state"]
    log.warning("Mail %s was taken over by another worker", delivery.pk)
    return "lost"


def _release(batch: list[Delivery]) -> None:
    """Give back mails that were not begun, and their try."""
    mine = Delivery.objects.owned_by(batch[0].owner_token) if batch else Delivery.objects.none()
    mine.filter(pk__in=[delivery.pk for delivery in batch]).update(
        state=DeliveryState.PENDING, owner_token=None, lease_until=None, attempts=F("attempts") - 1
    )
