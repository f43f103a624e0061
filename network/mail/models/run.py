"""What has been planned already."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class DigestRun(models.Model):
    """A moment at which digests fall due together, once for all schedulers.

    ``period_key`` names it: a local date with hour and zone, or a list whose changes are gathered between
    ``starts_at`` and ``ends_at``. ``planned_at`` is when the mails were entered.
    """

    kind = models.CharField(_("kind"), max_length=60)
    period_key = models.CharField(_("period"), max_length=200)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    planned_at = models.DateTimeField(_("planned"), null=True, blank=True)

    class Meta:
        ordering = ["-ends_at", "-pk"]
        verbose_name = _("digest run")
        verbose_name_plural = _("digest runs")
        indexes = [
            models.Index(
                fields=["kind", "ends_at"], name="run_not_planned", condition=Q(planned_at__isnull=True)
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "period_key"], name="run_once"),
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="run_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.period_key}"
