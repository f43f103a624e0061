"""Reads of exchanges, as chainable methods."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from cities.permissions import seats_of
from network.core.access import person_of
from network.core.models import Theme
from working_groups.exchanges.enums import REPORTED, ExchangeState, PartyRole
from working_groups.exchanges.standing import exchanges_of, matches_exchanges
from working_groups.standing import groups_of


def _of_her_groups(person: Any, prefix: str = "") -> Q:
    """Return the condition that ``person`` runs the group of an exchange that was sent."""
    hers = Q(**{f"{prefix}group__in": groups_of(person).facilitated})
    return hers & ~Q(**{f"{prefix}state": ExchangeState.DRAFT})


class ExchangeQuerySet(models.QuerySet):
    """Peer exchanges."""

    def public(self) -> "ExchangeQuerySet":
        """Return what everybody may know: open calls, and what is over and was made public."""
        call = Q(is_call=True, state=ExchangeState.REQUESTED)
        return self.filter(call | Q(shows_result=True, state__in=REPORTED), city__live=True)

    def visible_to(self, viewer: Any) -> "ExchangeQuerySet":
        """Return the public ones, hers, those of groups that she runs; for who matches, all that were sent."""
        person, call = person_of(viewer), Q(is_call=True, state=ExchangeState.REQUESTED)
        public = (call | Q(shows_result=True, state__in=REPORTED)) & Q(city__live=True)
        shown = public | Q(pk__in=exchanges_of(person).asking) | _known_to(person)
        if matches_exchanges(person):
            return self.filter(shown | ~Q(state=ExchangeState.DRAFT))
        return self.filter(shown | _of_her_groups(person))

    def of(self, viewer: Any) -> "ExchangeQuerySet":
        """Return those in which ``viewer`` has a say."""
        person = person_of(viewer)
        return self.filter(Q(pk__in=exchanges_of(person).asking) | _known_to(person))

    def matching(self, text: str) -> "ExchangeQuerySet":
        """Return those that have every word of ``text`` in their title or in what is wanted."""
        found = self
        for word in text.split():
            found = found.filter(Q(title__icontains=word) | Q(wanted__icontains=word))
        return found

    def due_for_follow_up(self, now: datetime) -> "ExchangeQuerySet":
        """Return those that ended half a year ago and more and were not followed up."""
        return self.filter(state=ExchangeState.COMPLETED, follow_up_on__lte=now.date())

    def for_listing(self) -> "ExchangeQuerySet":
        """Read with each what a row and the head of its page show."""
        themes = models.Prefetch("themes", Theme.objects.select_related("broader"))
        rows = self.select_related("city__country", "challenge", "group", "report")
        return rows.prefetch_related(themes)


def _known_to(person: Any) -> Q:
    """Return the condition that an exchange was sent, and that ``person`` was asked to it or takes part."""
    hers = exchanges_of(person)
    return Q(pk__in=hers.invited | hers.accepted | hers.seated) & ~Q(state=ExchangeState.DRAFT)


class PartyQuerySet(models.QuerySet):
    """Parties of exchanges."""

    def accepted(self) -> "PartyQuerySet":
        """Return those to which both sides have said yes."""
        return self.filter(asker_said=True, party_said=True)

    def helping(self) -> "PartyQuerySet":
        """Return those that do not ask."""
        return self.filter(role=PartyRole.ANSWERING)

    def undecided(self) -> "PartyQuerySet":
        """Return those to which a side has yet to say something and none has said no."""
        waits = Q(asker_said__isnull=True) | Q(party_said__isnull=True)
        return self.filter(waits).exclude(Q(asker_said=False) | Q(party_said=False))

    def visible_to(self, viewer: Any) -> "PartyQuerySet":
        """Return those of exchanges that she asks for or brings together, her own, and the accepted beside."""
        person = person_of(viewer)
        if not person.is_authenticated:
            return self.none()
        hers = exchanges_of(person)
        sent = ~Q(exchange__state=ExchangeState.DRAFT)
        beside = Q(
            exchange__in=hers.inside,
            exchange__confirmed_at__isnull=False,
            asker_said=True,
            party_said=True,
        )
        shown = Q(exchange__in=hers.asking) | beside | (own_party(person) & sent)
        if matches_exchanges(person):
            return self.filter(shown | sent)
        return self.filter(shown | _of_her_groups(person, "exchange__"))

    def for_listing(self) -> "PartyQuerySet":
        """Read with each who it is."""
        return self.select_related("city__country", "partner", "expert")


def own_party(person: Any) -> Q:
    """Return the condition that ``person`` speaks for a party."""
    seats = seats_of(person)
    return Q(expert=person) | Q(city__in=seats.coordinated) | Q(partner__in=seats.represented)


class WithinQuerySet(models.QuerySet):
    """What stands inside an exchange, with a foreign key to it."""

    def visible_to(self, viewer: Any) -> "WithinQuerySet":
        """Return what lies in the exchanges in which she works, once the parties know each other."""
        person = person_of(viewer)
        known = self.filter(exchange__confirmed_at__isnull=False)
        if matches_exchanges(person):
            return known
        return known.filter(exchange__in=exchanges_of(person).inside)
