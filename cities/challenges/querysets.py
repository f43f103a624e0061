"""Reads of what others add to challenges, as chainable methods."""

from typing import Any

from django.db import models
from django.db.models import Q

from cities.challenges.permissions import moderates
from cities.enums import PUBLIC_CHALLENGES, OfferState
from cities.permissions import keeps_challenges, seats_of
from network.core.access import person_of


def of_visible_challenges(viewer: Any) -> Q:
    """Return the condition that the challenge of a row is one that ``viewer`` may read."""
    person = person_of(viewer)
    condition = Q(challenge__state__in=PUBLIC_CHALLENGES, challenge__city__live=True)
    if not person.is_authenticated:
        return condition
    if keeps_challenges(person):
        return Q()
    return condition | Q(challenge__author=person) | Q(challenge__city__in=seats_of(person).coordinated)


class CoSignatureQuerySet(models.QuerySet):
    """Co-signatures."""

    def visible_to(self, viewer: Any) -> "CoSignatureQuerySet":
        """Return the co-signatures of the challenges that ``viewer`` may read."""
        return self.filter(of_visible_challenges(viewer))


class CommentQuerySet(models.QuerySet):
    """Comments."""

    def visible_to(self, viewer: Any) -> "CommentQuerySet":
        """Return the comments on the challenges that ``viewer`` may read; hidden ones for moderators only."""
        comments = self.filter(of_visible_challenges(viewer))
        return comments if moderates(person_of(viewer)) else comments.filter(hidden_at__isnull=True)


class SupportOfferQuerySet(models.QuerySet):
    """Offers of support."""

    def open(self) -> "SupportOfferQuerySet":
        """Return the offers that still stand."""
        return self.filter(state=OfferState.OPEN)

    def visible_to(self, viewer: Any) -> "SupportOfferQuerySet":
        """Return the offers of herself and of whom she speaks for, those to her cities, and the public ones."""
        person = person_of(viewer)
        shown = Q(state=OfferState.OPEN, is_public=True) & of_visible_challenges(viewer)
        if not person.is_authenticated:
            return self.filter(shown)
        if keeps_challenges(person):
            return self
        seats = seats_of(person)
        offered = Q(offered_by=person) | Q(city__in=seats.coordinated) | Q(partner__in=seats.represented)
        return self.filter(shown | offered | Q(challenge__city__in=seats.cities))
