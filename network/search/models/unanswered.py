"""What people looked for and did not find."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnansweredQuery(models.Model):
    """Words that found nothing in a list on a day, and how often: nothing about who asked."""

    words = models.CharField(_("words"), max_length=100)
    path = models.CharField(_("list"), max_length=40)
    asked_on = models.DateField(_("day"))
    times = models.PositiveIntegerField(_("times"), default=1)

    class Meta:
        ordering = ["-asked_on", "-times", "words", "pk"]
        verbose_name = _("search without results")
        verbose_name_plural = _("searches without results")
        constraints = [
            models.UniqueConstraint(fields=["asked_on", "path", "words"], name="unanswered_once_a_day"),
        ]

    def __str__(self) -> str:
        return self.words
