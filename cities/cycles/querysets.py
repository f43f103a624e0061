"""Reads of cycles, entries and ballots, as chainable methods. What is open is asked of the database's clock."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from cities.cycles.enums import STANDING_ENTRIES, CycleState, EntryState
from cities.cycles.permissions import keeps_cycles
from cities.permissions import seats_of
from network.core.access import person_of


class CycleQuerySet(models.QuerySet):
    """Challenge cycles."""

    def visible_to(self, viewer: Any) -> "CycleQuerySet":
        """Return the cycles that ``viewer`` may see: drafts only if she runs the cycles."""
        return self if keeps_cycles(person_of(viewer)) else self.exclude(state=CycleState.DRAFT)

    def announced(self) -> "CycleQuerySet":
        """Return the cycles that go by their dates."""
        return self.filter(state=CycleState.ANNOUNCED)

    def taking_entries(self) -> "CycleQuerySet":
        """Return the cycles whose call is open by the database's clock."""
        return self.announced().filter(call_opens_at__lte=Now(), call_closes_at__gt=Now())

    def before_the_vote(self) -> "CycleQuerySet":
        """Return the cycles whose vote has not begun by the database's clock."""
        return self.filter(Q(state=CycleState.DRAFT) | Q(state=CycleState.ANNOUNCED, vote_opens_at__gt=Now()))

    def vote_open(self) -> "CycleQuerySet":
        """Return the cycles whose vote is open by the database's clock."""
        return self.announced().filter(vote_opens_at__lte=Now(), vote_closes_at__gt=Now())

    def vote_closed(self) -> "CycleQuerySet":
        """Return the cycles whose vote has closed by the database's clock."""
        return self.announced().filter(vote_closes_at__lte=Now())


class EntryQuerySet(models.QuerySet):
    """Challenges that cities have entered."""

    def accepted(self) -> "EntryQuerySet":
        """Return what is voted on."""
        return self.filter(state=EntryState.ACCEPTED)

    def standing(self) -> "EntryQuerySet":
        """Return what takes up one of its city's places."""
        return self.filter(state__in=STANDING_ENTRIES)

    def visible_to(self, viewer: Any) -> "EntryQuerySet":
        """Return the entries that ``viewer`` may see: besides what is accepted, those of the cities that she
        coordinates, and all of them if she runs the cycles.
        """
        person = person_of(viewer)
        if keeps_cycles(person):
            return self
        public = Q(state=EntryState.ACCEPTED) & ~Q(cycle__state=CycleState.DRAFT)
        return self.filter(public | Q(city__in=seats_of(person).coordinated))

    def for_listing(self) -> "EntryQuerySet":
        """Read with each entry what a row of a list shows."""
        return self.select_related("challenge__city", "city__country", "cycle").order_by("number")


class BallotQuerySet(models.QuerySet):
    """Ballots."""

    def in_time(self) -> "BallotQuerySet":
        """Return those that were cast while the vote was open, by the clock that stamped them."""
        return self.filter(cast_at__gte=F("cycle__vote_opens_at"), cast_at__lt=F("cycle__vote_closes_at"))

    def visible_to(self, viewer: Any) -> "BallotQuerySet":
        """Return the ballots of the cities that ``viewer`` coordinates."""
        return self.filter(city__in=seats_of(person_of(viewer)).coordinated)
