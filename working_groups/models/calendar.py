"""The secret addresses by which calendars subscribe."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from working_groups.models.group import WorkingGroup


class CalendarFeed(models.Model):
    """A person's subscription: to everything that is hers, or to one group.

    The address holds a token that is made from ``seed`` and the portal's secret; the database holds its hash,
    so that a copy of the database opens nothing. Revoking deletes the row, and with it the address.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds", verbose_name=_("person")
    )
    group = models.ForeignKey(
        WorkingGroup,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("working group"),
    )
    seed = models.UUIDField(default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("made"))

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("calendar subscription")
        verbose_name_plural = _("calendar subscriptions")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(group__isnull=True), name="one_feed_of_a_person"
            ),
            models.UniqueConstraint(
                fields=["person", "group"], condition=Q(group__isnull=False), name="one_feed_of_a_group"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.group_id or 'all'}"
