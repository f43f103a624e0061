"""Reads of the outbox."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q

from network.mail.enums import DeliveryState


class DeliveryQuerySet(models.QuerySet):
    """Mails, by what may be done with them."""

    def claimable(self, now: datetime, one_at_a_time: Sequence[str] = ()) -> "DeliveryQuerySet":
        """Return what a worker may take: due mails, and those whose worker let its lease run out.

        A mail of the kinds ``one_at_a_time`` waits while another of its kind is on its way to the same person.
        """
        due = self.filter(
            Q(state=DeliveryState.PENDING, next_at__lte=now)
            | Q(state=DeliveryState.SENDING, lease_until__lt=now)
        ).order_by("next_at", "pk")
        if not one_at_a_time:
            return due
        on_its_way = self.model.objects.filter(
            recipient=OuterRef("recipient"),
            kind=OuterRef("kind"),
            state=DeliveryState.SENDING,
            lease_until__gte=now,
        )
        return due.exclude(Q(kind__in=one_at_a_time) & Exists(on_its_way))

    def owned_by(self, token: UUID) -> "DeliveryQuerySet":
        """Return the mails whose lease is held under this owner token."""
        return self.filter(state=DeliveryState.SENDING, owner_token=token)
