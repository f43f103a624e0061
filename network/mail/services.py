"""Writing to the outbox."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.core.validators import validate_email
from django.db import transaction

from network.core.audit import record
from network.mail.enums import ENDED
from network.mail.kinds import kinds
from network.mail.messages import new_message_id
from network.mail.models import Delivery
from network.mail.models.delivery import AGAIN
from network.mail.wake import wake_sweep, wake_worker


class CannotResend(Exception):
    """The mail is still on its way, or whom it went to is no longer known."""


BECAUSE = "again_because"


@transaction.atomic
def resend(*, delivery: Delivery, reason: str, sent_by: Any, now: datetime) -> Delivery:
    """Have a mail that has ended made and sent anew, and return the new one, which keeps the reason.

    It is rendered again: it says what is true now, of the same time, to whoever may still have it. Raises
    ``CannotResend``.
    """
    original = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if original.state not in ENDED or not original.to_address:
        raise CannotResend
    period = original.period_key.partition(AGAIN)[0]
    same = Delivery.objects.filter(recipient=original.recipient, address=original.address, kind=original.kind)
    number = same.filter(period_key__startswith=period + AGAIN).count() + 1
    again = Delivery.objects.create(
        recipient=original.recipient,
        address=original.address,
        kind=original.kind,
        period_key=f"{period}{AGAIN}{number}",
        data=original.data | {BECAUSE: reason},
        due_at=original.due_at,
        next_at=now,
        created_at=now,
        message_id=new_message_id(),
    )
    record(action="mail.resent", subject=original, actor=sent_by, now=now, as_mail=again.pk)
    transaction.on_commit(partial(wake_worker, again.pk))
    return again


def send_notices(
    *,
    kind: str,
    event: str,
    recipients: Iterable[Any],
    now: datetime,
    due: datetime | None = None,
    data: dict | None = None,
) -> None:
    """Have one mail sent to each of many people, as ``send_notice()`` does, with one query for all of them.

    It goes out at ``due``, or at once. Who has had it for this event already gets none. Raises ``UnknownKind``
    as it does.
    """
    kinds.get(kind)
    rows = [
        Delivery(
            recipient=person,
            kind=kind,
            period_key=event,
            data=data or {},
            due_at=due or now,
            next_at=due or now,
            created_at=now,
            message_id=new_message_id(),
        )
        for person in recipients
    ]
    if rows:
        Delivery.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
        if due is None or due <= now:
            transaction.on_commit(wake_sweep)


def send_notice(
    *,
    kind: str,
    event: str,
    now: datetime,
    recipient: Any = None,
    address: str = "",
    data: dict | None = None,
) -> Delivery:
    """Have one mail sent to a person or an address, and return it; the same event again changes nothing.

    It is written in the caller's transaction and goes out after the commit, if there is one. ``event`` names
    what the mail tells of, such as ``enquiry:7``. ``data`` holds ids that the kind renders from. Raises
    ``UnknownKind`` for a kind that no app registered and ``ValidationError`` for a malformed address.
    """
    kinds.get(kind)
    if address:
        validate_email(address)
    with transaction.atomic():
        delivery, created = Delivery.objects.get_or_create(
            recipient=recipient,
            address=address.strip().lower(),
            kind=kind,
            period_key=event,
            defaults={
                "data": data or {},
                "due_at": now,
                "next_at": now,
                "created_at": now,
                "message_id": new_message_id(),
            },
        )
        if created:
            transaction.on_commit(partial(wake_worker, delivery.pk))
    return delivery
