"""Reads of cities, partners, affiliations, invitations and challenges, as chainable methods."""

from typing import Any

from django.db import models
from django.db.models import Q

from cities.enums import (
    JOINED_CITIES,
    KEEPER_ROLES,
    OPEN_AFFILIATIONS,
    PUBLIC_CHALLENGES,
    AffiliationRole,
    AffiliationState,
    CityStatus,
    InvitationState,
    SizeClass,
)
from cities.permissions import keeps_affiliations, keeps_challenges, seats_of
from network.core.access import person_of
from network.core.models import Region, Theme
from network.core.slugs import slug_of


class CityQuerySet(models.QuerySet):
    """Cities."""

    def listed(self) -> "CityQuerySet":
        """Return the cities that the public sees: those that staff have published."""
        return self.filter(live=True)

    def visible_to(self, viewer: Any) -> "CityQuerySet":
        """Return the cities that ``viewer`` (a request or a person) may see.

        Everybody sees the same: drafts are shown in the editor's preview only.
        """
        return self.listed()

    def members(self) -> "CityQuerySet":
        """Return the listed cities that are members."""
        return self.listed().filter(status=CityStatus.MEMBER)

    def joinable(self) -> "CityQuerySet":
        """Return the listed cities that people can belong to: members and applicants."""
        return self.listed().filter(status__in=JOINED_CITIES)

    def without_coordinator(self) -> "CityQuerySet":
        """Return the cities that nobody with an active account coordinates."""
        rows = self.model.affiliations.rel.related_model.objects
        return self.exclude(pk__in=rows.coordinating().values("city"))

    def featured(self) -> "CityQuerySet":
        """Return the listed cities that something comes from but that are no members."""
        return self.listed().filter(status=CityStatus.FEATURED)

    def in_region(self, region: Region) -> "CityQuerySet":
        """Return the cities of ``region`` and of its sub-regions."""
        return self.filter(region.holds("country__region"))

    def about(self, *themes: Theme) -> "CityQuerySet":
        """Return the cities that work on any of these themes or on one of their narrower themes, each once."""
        condition = Q(theme__in=themes) | Q(theme__broader__in=themes)
        return self.filter(pk__in=self.model.themes.through.objects.filter(condition).values("city"))

    def matching(self, text: str) -> "CityQuerySet":
        """Return the cities whose name, or whose country's, has ``text``, with or without accents."""
        condition = Q(name__icontains=text) | Q(country__name__icontains=text)
        slug = slug_of(text)
        return self.filter(condition | Q(slug__contains=slug) if slug else condition) if text else self

    def on_map(self) -> "CityQuerySet":
        """Return the cities whose coordinates are known."""
        return self.filter(latitude__isnull=False)

    def with_size_class(self) -> "CityQuerySet":
        """Add ``size``: the value of the size class, or ``""`` where the population is not known."""
        cases = [models.When(size.holds("population"), then=models.Value(size.value)) for size in SizeClass]
        size = models.Case(*cases, default=models.Value(""), output_field=models.CharField())
        return self.annotate(size=size)

    def for_listing(self) -> "CityQuerySet":
        """Read with each city what a row of a list shows."""
        themes = models.Prefetch("themes", Theme.objects.select_related("broader"))
        return self.select_related("country__region", "image").prefetch_related("sectors", themes)

    def for_page(self) -> "CityQuerySet":
        """Read with each city what its page shows, and whether it has children of each kind (``has_offers``).

        Few cities have all of them: what is known not to be there needs no query.
        """
        kinds = ("milestones", "achievements", "commitments", "offers", "contacts", "sources")
        children = {kind: getattr(self.model, kind).rel.related_model.objects for kind in kinds}
        flags = {
            f"has_{kind}": models.Exists(rows.filter(city=models.OuterRef("pk")))
            for kind, rows in children.items()
        }
        return self.for_listing().annotate(**flags)


class PartnerQuerySet(models.QuerySet):
    """Partners."""

    def listed(self) -> "PartnerQuerySet":
        """Return the partners that the public sees."""
        return self.filter(live=True)

    def visible_to(self, viewer: Any) -> "PartnerQuerySet":
        """Return the partners that ``viewer`` (a request or a person) may see; everybody sees the same."""
        return self.listed()

    def for_listing(self) -> "PartnerQuerySet":
        """Read with each partner what a row of a list shows."""
        return self.select_related("logo").prefetch_related("themes")


class AffiliationQuerySet(models.QuerySet):
    """Affiliations."""

    def open(self) -> "AffiliationQuerySet":
        """Return what is requested or approved."""
        return self.filter(state__in=OPEN_AFFILIATIONS)

    def approved(self) -> "AffiliationQuerySet":
        """Return what holds now, of people whose accounts are active."""
        return self.filter(state=AffiliationState.APPROVED, person__is_active=True)

    def coordinating(self) -> "AffiliationQuerySet":
        """Return the coordinators."""
        return self.approved().filter(role=AffiliationRole.COORDINATOR)

    def keeping(self) -> "AffiliationQuerySet":
        """Return the coordinators of cities and the representatives of partners."""
        return self.approved().filter(role__in=KEEPER_ROLES)

    def of(self, organisation: models.Model) -> "AffiliationQuerySet":
        """Return those with one city or one partner."""
        return self.filter(**{str(organisation._meta.model_name): organisation})

    def requested_first(self) -> "AffiliationQuerySet":
        """Return them with what waits for a decision first, oldest before newest, then people by name."""
        waiting = models.Case(models.When(state=AffiliationState.REQUESTED, then=0), default=1)
        asked = models.Case(models.When(state=AffiliationState.REQUESTED, then="requested_at"))
        order = (waiting, models.F("asked").asc(nulls_last=True), "person__name", "pk")
        return self.annotate(asked=asked).order_by(*order)

    def for_listing(self) -> "AffiliationQuerySet":
        """Read with each affiliation its person and its organisation."""
        return self.select_related("person", "city", "partner")

    def visible_to(self, viewer: Any) -> "AffiliationQuerySet":
        """Return the affiliations that ``viewer`` may see: her own, those of the cities that she coordinates
        and of the partners that she represents, and all of them for the secretariat.
        """
        person = person_of(viewer)
        if not person.is_authenticated:
            return self.none()
        if keeps_affiliations(person):
            return self
        seats = seats_of(person)
        return self.filter(Q(person=person) | Q(city__in=seats.coordinated) | Q(partner__in=seats.represented))


class InvitationQuerySet(models.QuerySet):
    """Invitations."""

    def open(self) -> "InvitationQuerySet":
        """Return what was neither accepted nor revoked; some of it may have expired."""
        return self.filter(state=InvitationState.OPEN)

    def visible_to(self, viewer: Any) -> "InvitationQuerySet":
        """Return the invitations that ``viewer`` may see: all of them for the secretariat.

        Whoever is invited sees hers by its link.
        """
        person = person_of(viewer)
        return self if person.is_authenticated and keeps_affiliations(person) else self.none()

    def for_listing(self) -> "InvitationQuerySet":
        """Read with each invitation what it invites to."""
        return self.select_related("city", "partner", "invited_by")


class ChallengeQuerySet(models.QuerySet):
    """Challenges."""

    def public(self) -> "ChallengeQuerySet":
        """Return what everybody may read: what staff have published, of cities that are listed."""
        return self.filter(state__in=PUBLIC_CHALLENGES, city__live=True)

    def visible_to(self, viewer: Any) -> "ChallengeQuerySet":
        """Return what ``viewer`` may read: besides what is public, her own drafts, those of the cities that she
        coordinates, and for the secretariat everything.
        """
        person = person_of(viewer)
        if not person.is_authenticated:
            return self.public()
        if keeps_challenges(person):
            return self
        mine = Q(author=person) | Q(city__in=seats_of(person).coordinated)
        return self.filter(Q(state__in=PUBLIC_CHALLENGES, city__live=True) | mine)

    def of_person(self, person: Any) -> "ChallengeQuerySet":
        """Return what ``person`` has written, and what the cities that she coordinates have brought."""
        return self.filter(Q(author=person) | Q(city__in=seats_of(person).coordinated))

    def about(self, *themes: Theme) -> "ChallengeQuerySet":
        """Return the challenges filed under any of these themes or under one of their narrower themes."""
        condition = Q(theme__in=themes) | Q(theme__broader__in=themes)
        return self.filter(pk__in=self.model.themes.through.objects.filter(condition).values("challenge"))

    def matching(self, text: str) -> "ChallengeQuerySet":
        """Return the challenges that have every word of ``text`` in their title or summary."""
        challenges = self
        for word in text.split():
            challenges = challenges.filter(Q(title__icontains=word) | Q(summary__icontains=word))
        return challenges

    def newest(self) -> "ChallengeQuerySet":
        """Return the latest published first."""
        return self.order_by(models.F("published_at").desc(nulls_last=True), "-pk")

    def with_main_theme(self) -> "ChallengeQuerySet":
        """Read with each challenge its city and, as ``filed_under``, the key of its first theme."""
        links = self.model.themes.through.objects.filter(challenge=models.OuterRef("pk"))
        first = links.order_by("theme__position", "theme__name").values("theme")[:1]
        return self.select_related("city__country").annotate(filed_under=models.Subquery(first))

    def for_listing(self) -> "ChallengeQuerySet":
        """Read with each challenge what a row of a list shows."""
        themes = models.Prefetch("themes", Theme.objects.select_related("broader"))
        return self.select_related("city__country__region").prefetch_related(themes)


class ExpertQuerySet(models.QuerySet):
    """Experts' profiles."""

    def public(self) -> "ExpertQuerySet":
        """Return those that are shown: the person wants it, and belongs to a city or a partner."""
        return self.filter(
            listed_at__isnull=False,
            person__is_active=True,
            person__in=self._affiliated(),
        )

    def _affiliated(self) -> models.QuerySet:
        affiliations = self.model.person.field.related_model.affiliations.rel.related_model
        return affiliations.objects.filter(state=AffiliationState.APPROVED).order_by().values("person")

    def visible_to(self, viewer: Any) -> "ExpertQuerySet":
        """Return what ``viewer`` may see: what is shown to everybody, and her own profile."""
        person = person_of(viewer)
        if not person.is_authenticated:
            return self.public()
        return self.filter(Q(pk__in=self.public().order_by().values("pk")) | Q(person=person))

    def for_listing(self) -> "ExpertQuerySet":
        """Read with each expert what a row of a list shows."""
        expertise = models.Prefetch("person__expertise", Theme.objects.select_related("broader"))
        affiliations = models.Prefetch(
            "person__affiliations",
            self.model.person.field.related_model.affiliations.rel.related_model.objects.filter(
                state=AffiliationState.APPROVED
            )
            .select_related("city__country", "partner")
            .order_by("pk"),
            to_attr="approved_affiliations",
        )
        return self.select_related("person").prefetch_related(expertise, affiliations, "regions")


class FollowQuerySet(models.QuerySet):
    """What people follow."""

    def shown(self) -> "FollowQuerySet":
        """Leave out cities that have no page at the moment."""
        return self.exclude(city__live=False)

    def visible_to(self, viewer: Any) -> "FollowQuerySet":
        """Return what ``viewer`` follows herself: nobody else may know it."""
        person = person_of(viewer)
        return self.filter(person=person) if person.is_authenticated else self.none()
