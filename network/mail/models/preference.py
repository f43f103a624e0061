"""What people have chosen to hear of, how often, and when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.mail.enums import Frequency

USUAL_HOUR = 7
USUAL_WEEKDAY = 0  # Monday


class Preference(models.Model):
    """How often one person hears of one thing: ``of`` is its primary key in ``list``, 0 the list as a whole.

    Without a row the list's default holds.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_preferences", verbose_name=_("person")
    )
    list = models.CharField(_("list"), max_length=40)
    of = models.PositiveBigIntegerField(_("about"), default=0)
    frequency = models.CharField(_("how often"), max_length=10, choices=Frequency)
    chosen_at = models.DateTimeField(_("chosen"))

    class Meta:
        ordering = ["list", "of", "pk"]
        verbose_name = _("choice of mail")
        verbose_name_plural = _("choices of mail")
        constraints = [
            models.UniqueConstraint(fields=["person", "list", "of"], name="one_choice_of_a_person"),
            models.CheckConstraint(condition=~Q(list=""), name="choice_names_its_list"),
        ]

    def __str__(self) -> str:
        return f"{self.list}:{self.of} {self.frequency}"


class DigestTime(models.Model):
    """When a person reads her digest: the hour by her own clock, and the weekday of what comes weekly.

    Without a row it is seven o'clock, and Monday.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="digest_time",
        verbose_name=_("person"),
    )
    hour = models.PositiveSmallIntegerField(_("hour"), default=USUAL_HOUR)
    weekday = models.PositiveSmallIntegerField(_("weekday"), default=USUAL_WEEKDAY)

    class Meta:
        verbose_name = _("time of the digest")
        verbose_name_plural = _("times of the digest")
        constraints = [
            models.CheckConstraint(condition=Q(hour__lte=23), name="digest_hour_of_a_day"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="digest_day_of_a_week"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.hour}"
