"""Mails and suppressed addresses."""

import uuid
from datetime import UTC, datetime, timedelta

import factory

from network.mail.enums import DeliveryState, SkipReason
from network.mail.models import Delivery

NOON = datetime(2024, 12, 3, 12, tzinfo=UTC)


class DeliveryFactory(factory.django.DjangoModelFactory):
    """A mail of the kind ``note``, due at noon of 3 December 2024 (past: tasks read the real clock)."""

    class Meta:
        model = Delivery

    class Params:
        sending = factory.Trait(
            state=DeliveryState.SENDING,
            owner_token=factory.LazyFunction(uuid.uuid4),
            lease_until=NOON + timedelta(minutes=5),
        )
        sent = factory.Trait(state=DeliveryState.SENT, ended_at=NOON, smtp_code=250, attempts=1)
        failed = factory.Trait(state=DeliveryState.FAILED, ended_at=NOON, smtp_code=550, attempts=1)
        skipped = factory.Trait(
            state=DeliveryState.SKIPPED, ended_at=NOON, skip_reason=SkipReason.NO_ACCESS, attempts=1
        )

    kind = "note"
    address = factory.Sequence(lambda n: f"reader{n}@example.org")
    period_key = factory.Sequence(lambda n: f"note:{n}")
    due_at = NOON
    next_at = NOON
    created_at = NOON
    message_id = factory.Sequence(lambda n: f"<note-{n}@example.org>")
