"""Reads, as chainable methods."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from cities.permissions import is_member
from network.core.access import person_of
from network.core.models import Theme
from working_groups.enums import (
    OPEN_MEMBERSHIPS,
    Answer,
    Audience,
    GroupRole,
    InvitationState,
    MembershipState,
    Visibility,
)
from working_groups.exchanges.enums import TOGETHER
from working_groups.exchanges.standing import exchanges_of, matches_exchanges
from working_groups.standing import administers_groups, groups_of, keeps_meetings


def of_exchanges(person: Any) -> Q:
    """Return the condition that a meeting is of an exchange whose inside ``person`` may read."""
    introduced = Q(exchange__confirmed_at__isnull=False)
    if matches_exchanges(person):
        return introduced
    return introduced & Q(exchange__in=exchanges_of(person).inside)


class WorkingGroupQuerySet(models.QuerySet):
    """Working groups."""

    def known_to_all(self) -> "WorkingGroupQuerySet":
        """Return the groups that everybody may know of."""
        return self.exclude(visibility=Visibility.PRIVATE)

    def visible_to(self, viewer: Any) -> "WorkingGroupQuerySet":
        """Return the groups that exist for ``viewer``: those known to all and her own."""
        person = person_of(viewer)
        if administers_groups(person):
            return self
        return self.filter(~Q(visibility=Visibility.PRIVATE) | Q(pk__in=groups_of(person).member))

    def entered_by(self, viewer: Any) -> "WorkingGroupQuerySet":
        """Return the groups inside which ``viewer`` is at home."""
        return self.filter(pk__in=groups_of(person_of(viewer)).member)

    def at_work(self) -> "WorkingGroupQuerySet":
        """Return the groups that are not archived."""
        return self.filter(archived_at__isnull=True)

    def matching(self, text: str) -> "WorkingGroupQuerySet":
        """Return the groups that have every word of ``text`` in their name or summary."""
        groups = self
        for word in text.split():
            groups = groups.filter(Q(name__icontains=word) | Q(summary__icontains=word))
        return groups

    def for_listing(self) -> "WorkingGroupQuerySet":
        """Read with each group what a row of a list shows."""
        themes = models.Prefetch("themes", Theme.objects.select_related("broader"))
        return self.select_related("lead_city__country", "challenge__city").prefetch_related(themes)


class InsideQuerySet(models.QuerySet):
    """What stands inside a group, with a foreign key to it."""

    def visible_to(self, viewer: Any) -> "InsideQuerySet":
        """Return what lies in the groups that ``viewer`` may enter."""
        person = person_of(viewer)
        if administers_groups(person):
            return self
        return self.filter(group__in=groups_of(person).member)


class GroupFileQuerySet(models.QuerySet):
    """Versions of the papers of groups."""

    def visible_to(self, viewer: Any) -> "GroupFileQuerySet":
        """Return those in the groups that ``viewer`` may enter."""
        person = person_of(viewer)
        if administers_groups(person):
            return self
        return self.filter(document__group__in=groups_of(person).member)

    def newest(self) -> "GroupFileQuerySet":
        """Return of each document the last version."""
        siblings = self.model.objects.filter(document=models.OuterRef("document")).order_by("-number")
        return self.filter(number=models.Subquery(siblings.values("number")[:1]))


class OutputQuerySet(models.QuerySet):
    """Lines of workplans."""

    def visible_to(self, viewer: Any) -> "OutputQuerySet":
        """Return those of public groups and of the groups that ``viewer`` may enter."""
        person = person_of(viewer)
        if administers_groups(person):
            return self
        shown = Q(group__visibility=Visibility.PUBLIC)
        return self.filter(shown | Q(group__in=groups_of(person).member))


class MembershipQuerySet(models.QuerySet):
    """Memberships."""

    def active(self) -> "MembershipQuerySet":
        """Return those that hold now, of people whose accounts are in use."""
        return self.filter(state=MembershipState.ACTIVE, person__is_active=True)

    def open(self) -> "MembershipQuerySet":
        """Return those that hold and those that wait for a decision."""
        return self.filter(state__in=OPEN_MEMBERSHIPS)

    def requested(self) -> "MembershipQuerySet":
        """Return those that wait for a decision, of people whose accounts are in use."""
        return self.filter(state=MembershipState.REQUESTED, person__is_active=True)

    def facilitating(self) -> "MembershipQuerySet":
        """Return those of the people who run a group."""
        return self.active().filter(role=GroupRole.FACILITATOR)

    def visible_to(self, viewer: Any) -> "MembershipQuerySet":
        """Return her own, those of people beside her in a group, and of groups that she runs also who asked."""
        person = person_of(viewer)
        if not person.is_authenticated:
            return self.none()
        if administers_groups(person):
            return self
        hers = groups_of(person)
        beside = Q(group__in=hers.member, state=MembershipState.ACTIVE)
        return self.filter(Q(person=person) | beside | Q(group__in=hers.facilitated))

    def for_listing(self) -> "MembershipQuerySet":
        """Read with each membership who it is and for whom."""
        return self.select_related("group", "person", "city__country", "partner")


class GroupInvitationQuerySet(models.QuerySet):
    """Invitations to groups."""

    def open(self) -> "GroupInvitationQuerySet":
        """Return those that nobody has answered or taken back."""
        return self.filter(state=InvitationState.OPEN)

    def usable(self, now: datetime) -> "GroupInvitationQuerySet":
        """Return those that can be accepted."""
        return self.open().filter(expires_at__gt=now, group__archived_at__isnull=True)

    def visible_to(self, viewer: Any) -> "GroupInvitationQuerySet":
        """Return those to the groups that ``viewer`` runs."""
        person = person_of(viewer)
        if administers_groups(person):
            return self
        return self.filter(group__in=groups_of(person).facilitated)


class MeetingQuerySet(models.QuerySet):
    """Meetings."""

    def public(self) -> "MeetingQuerySet":
        """Return what everybody may know: open meetings of the network and of groups that are known to all."""
        group = Q(group__isnull=True) | ~Q(group__visibility=Visibility.PRIVATE)
        return self.filter(group, audience=Audience.EVERYBODY)

    def visible_to(self, viewer: Any) -> "MeetingQuerySet":
        """Return the open meetings, those of her groups and exchanges, and for members those of the network."""
        person = person_of(viewer)
        if administers_groups(person):
            return self.filter(Q(exchange__isnull=True) | of_exchanges(person))
        return self.listed_for(viewer) | self.filter(of_exchanges(person))

    def listed_for(self, viewer: Any) -> "MeetingQuerySet":
        """Return what stands in the lists of ``viewer``: an administrator looks into a group in need only."""
        person = person_of(viewer)
        known = Q(group__isnull=True) | ~Q(group__visibility=Visibility.PRIVATE)
        audiences = [Audience.EVERYBODY]
        if is_member(person) or keeps_meetings(person):
            audiences.append(Audience.NETWORK)
        return self.filter((known & Q(audience__in=audiences)) | self.own(person))

    @staticmethod
    def own(person: Any) -> Q:
        """Return the condition that a meeting is one of her groups' or exchanges'."""
        inside = Q(exchange__in=exchanges_of(person).inside, exchange__confirmed_at__isnull=False)
        return Q(group__in=groups_of(person).member) | inside

    def ahead(self, now: datetime) -> "MeetingQuerySet":
        """Return what has not ended yet, the next one first."""
        return self.filter(ends_at__gt=now).order_by("starts_at", "pk")

    def held(self, now: datetime) -> "MeetingQuerySet":
        """Return what has ended, the last one first."""
        return self.filter(ends_at__lte=now).order_by("-starts_at", "-pk")

    def not_cancelled(self) -> "MeetingQuerySet":
        """Return what takes place."""
        return self.filter(cancelled_at__isnull=True)

    def for_listing(self) -> "MeetingQuerySet":
        """Read with each meeting what a row of a list shows."""
        return self.select_related("group", "series", "exchange")


class RsvpQuerySet(models.QuerySet):
    """Answers to meetings."""

    def coming(self) -> "RsvpQuerySet":
        """Return those who have a place."""
        return self.filter(answer=Answer.YES, is_waiting=False)

    def waiting(self) -> "RsvpQuerySet":
        """Return those who wait for a place, in the order in which they said yes."""
        return self.filter(is_waiting=True).order_by("queued_at", "pk")

    def visible_to(self, viewer: Any) -> "RsvpQuerySet":
        """Return her own, and those to the meetings that she runs."""
        person = person_of(viewer)
        if not person.is_authenticated:
            return self.none()
        runs = Q(meeting__exchange__in=exchanges_of(person).inside, meeting__exchange__state__in=TOGETHER)
        if administers_groups(person):
            return self.filter(Q(meeting__exchange__isnull=True) | Q(person=person) | runs)
        runs |= Q(meeting__group__in=groups_of(person).facilitated)
        if keeps_meetings(person):
            runs |= Q(meeting__group__isnull=True, meeting__exchange__isnull=True)
        return self.filter(Q(person=person) | runs)
