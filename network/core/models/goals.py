"""The Sustainable Development Goals and their targets.

Source: United Nations General Assembly resolution 71/313 (global indicator framework).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SdgGoal(models.Model):
    """One of the seventeen goals."""

    number = models.PositiveSmallIntegerField(_("number"), primary_key=True)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        ordering = ["number"]
        verbose_name = _("sustainable development goal")
        verbose_name_plural = _("sustainable development goals")

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class SdgTarget(models.Model):
    """A target of a goal, such as 11.3; ``position`` sorts 11.10 behind 11.9."""

    code = models.CharField(_("code"), max_length=5, primary_key=True)
    goal = models.ForeignKey(SdgGoal, models.PROTECT, related_name="targets", verbose_name=_("goal"))
    name = models.CharField(_("in short"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["goal_id", "position", "code"]
        verbose_name = _("SDG target")
        verbose_name_plural = _("SDG targets")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
