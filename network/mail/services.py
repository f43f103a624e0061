"""Writing to the outbox."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.core.validators import validate_email
from django.db import transaction

from network.mail.kinds import kinds
from network.mail.messages import new_message_id
from network.mail.models import Delivery
from network.mail.wake import wake_sweep, wake_worker


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
