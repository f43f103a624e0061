"""A practice or product that came out of an exchange or a meeting."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from working_groups.enums import OutcomeKind
from working_groups.outcomes.querysets import OutcomeQuerySet


class Outcome(models.Model):
    """A page that came out of a peer exchange or a meeting: the provenance that it shows."""

    exchange = models.ForeignKey(
        "working_groups.PeerExchange",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="outcomes",
        verbose_name=_("peer exchange"),
    )
    meeting = models.ForeignKey(
        "working_groups.Meeting",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="outcomes",
        verbose_name=_("meeting"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=OutcomeKind)
    page = models.OneToOneField(
        "wagtailcore.Page", models.CASCADE, related_name="outcome_of", verbose_name=_("page")
    )
    made_at = models.DateTimeField(_("made"))

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        constraints = [
            models.CheckConstraint(
                condition=Q(exchange__isnull=False, meeting__isnull=True)
                | Q(exchange__isnull=True, meeting__isnull=False),
                name="outcome_of_an_exchange_or_a_meeting",
            ),
            models.UniqueConstraint(
                fields=["exchange", "kind"],
                condition=Q(exchange__isnull=False),
                name="one_outcome_of_each_kind_of_an_exchange",
            ),
            models.UniqueConstraint(
                fields=["meeting", "kind"],
                condition=Q(meeting__isnull=False),
                name="one_outcome_of_each_kind_of_a_meeting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exchange_id or self.meeting_id}: {self.kind}"
