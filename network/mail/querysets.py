"""Reads of the outbox."""

from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models import Q

from network.mail.enums import DeliveryState


class DeliveryQuerySet(models.QuerySet):
    """Mails, by what may be done with them."""

    def claimable(self, now: datetime) -> "DeliveryQuerySet":
        """Return what a worker may take: due mails, and those whose worker let its lease run out."""
        return self.filter(
            Q(state=DeliveryState.PENDING, next_at__lte=now)
            | Q(state=DeliveryState.SENDING, lease_until__lt=now)
        ).order_by("next_at", "pk")

    def owned_by(self, token: UUID) -> "DeliveryQuerySet":
        """Return the mails whose lease is held under this owner token."""
        return self.filter(state=DeliveryState.SENDING, owner_token=token)
