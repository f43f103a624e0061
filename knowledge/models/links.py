"""Rows that the pages of knowledge share: themes, cities and the challenges that they answer."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from cities.models import Challenge
from cities.querysets import ChallengeQuerySet


class ThemeLink(Orderable):
    """A theme of a page; the first one is the main theme."""

    theme = models.ForeignKey("core.Theme", models.PROTECT, related_name="+", verbose_name=_("theme"))

    panels = [FieldPanel("theme")]

    class Meta(Orderable.Meta):
        abstract = True
        constraints = [models.UniqueConstraint(fields=["page", "theme"], name="%(class)s_once_a_page")]


class CityLink(Orderable):
    """A city that a page comes from or is about."""

    city = models.ForeignKey("cities.City", models.CASCADE, related_name="+", verbose_name=_("city"))

    panels = [FieldPanel("city")]

    class Meta(Orderable.Meta):
        abstract = True
        constraints = [models.UniqueConstraint(fields=["page", "city"], name="%(class)s_once_a_page")]


class ChallengeLink(Orderable):
    """A challenge that a page answers."""

    challenge = models.ForeignKey(
        "cities.Challenge", models.CASCADE, related_name="+", verbose_name=_("challenge")
    )

    panels = [FieldPanel("challenge")]

    class Meta(Orderable.Meta):
        abstract = True
        constraints = [models.UniqueConstraint(fields=["page", "challenge"], name="%(class)s_once_a_page")]


class AnswersChallenges:
    """A page that names challenges of cities; a challenge may be withdrawn after it was named."""

    challenge_links: Any

    def public_challenges(self) -> list[Challenge]:
        """Return the challenges that everybody may read, each with its city, in the editors' order."""
        return self._challenges_among(Challenge.objects.public())

    def challenges_for(self, viewer: Any) -> list[Challenge]:
        """Return the challenges that ``viewer`` may read, each with its city, in the editors' order."""
        return self._challenges_among(Challenge.objects.visible_to(viewer))

    def _challenges_among(self, challenges: ChallengeQuerySet) -> list[Challenge]:
        order = [link.challenge_id for link in self.challenge_links.all()]
        found = challenges.select_related("city").in_bulk(order)
        return [found[pk] for pk in order if pk in found]
