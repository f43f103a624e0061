"""What waits for the people of cities and partners."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from cities.completeness import next_step
from cities.enums import AffiliationState, ChallengeState
from cities.models import (
    Affiliation,
    Ballot,
    Challenge,
    ChallengeCycle,
    City,
    CycleEntry,
    Partner,
    SupportOffer,
)
from cities.permissions import seats_of
from network.core.drafts import draft_of, standings_of
from network.core.waiting import Waiting

SHOWN = 5  # of each kind
URGENT, SOON, LATER, SOME_DAY = 40, 30, 20, 5


def gather(person: Any, now: datetime) -> Iterator[Waiting]:
    """Yield what waits for ``person`` in her cities and partners."""
    if not person.is_authenticated:
        return
    yield from _people(person)
    yield from _challenges(person)
    yield from _votes(person)
    yield from _pages(person)
    yield from _offers(person)


def _people(person: Any) -> Iterator[Waiting]:
    """Yield who asks to belong to what she keeps."""
    seats = seats_of(person)
    for model, column, keys, name in (
        (City, "city", seats.coordinated, "cities:city-people"),
        (Partner, "partner", seats.represented, "cities:partner-people"),
    ):
        if not keys:
            continue
        rows = Affiliation.objects.filter(state=AffiliationState.REQUESTED, **{f"{column}__in": keys})
        asked = dict(rows.order_by().values_list(column).annotate(number=Count("pk")))
        for organisation in model.objects.filter(pk__in=asked).order_by("slug"):
            number = asked[organisation.pk]
            words = ngettext(
                "One person asks to join %(name)s", "%(number)s people ask to join %(name)s", number
            )
            yield Waiting(
                words % {"number": number, "name": organisation.name},
                reverse(name, args=[organisation.slug]),
                weight=URGENT,
            )


def _challenges(person: Any) -> Iterator[Waiting]:
    """Yield what the secretariat has sent back, and what is not sent yet."""
    states = (ChallengeState.RETURNED, ChallengeState.DRAFT)
    seats = seats_of(person)  # of a city that she has left she is told nothing
    rows = Challenge.objects.of_person(person).filter(state__in=states, city__in=seats.cities)
    rows = rows.order_by("-changed_at", "-pk")
    for challenge in rows[:SHOWN]:
        returned = challenge.state == ChallengeState.RETURNED
        words = gettext("Sent back to you: %(title)s") if returned else gettext("Not sent yet: %(title)s")
        yield Waiting(
            words % {"title": challenge.title},
            challenge.get_absolute_url(),
            text=challenge.review_comment if returned else "",
            weight=SOON if returned else LATER,
        )


def _votes(person: Any) -> Iterator[Waiting]:
    """Yield the votes in which her cities have not voted, and the calls in which they have entered nothing."""
    seats = seats_of(person)
    cities = City.objects.filter(pk__in=seats.coordinated & seats.member_cities).order_by("slug")
    if not cities:
        return
    opened = list(ChallengeCycle.objects.vote_open().order_by("vote_closes_at"))
    calling = list(ChallengeCycle.objects.taking_entries().order_by("call_closes_at"))
    voted = set(Ballot.objects.filter(cycle__in=opened).values_list("cycle", "city"))
    entered = set(CycleEntry.objects.standing().filter(cycle__in=calling).values_list("cycle", "city"))
    for city in cities:
        for cycle in opened:
            if (cycle.pk, city.pk) not in voted:
                yield Waiting(
                    gettext("%(city)s has not voted yet") % {"city": city.name},
                    f"{reverse('cities:cycle-vote', args=[cycle.year])}?city={city.slug}",
                    text=cycle.title,
                    due_at=cycle.vote_closes_at,
                    weight=URGENT,
                )
        for cycle in calling:
            if (cycle.pk, city.pk) not in entered:
                yield Waiting(
                    gettext("%(city)s can enter a challenge") % {"city": city.name},
                    f"{reverse('cities:entry-create', args=[cycle.year])}?city={city.slug}",
                    text=cycle.title,
                    due_at=cycle.call_closes_at,
                    weight=LATER,
                )


def _pages(person: Any) -> Iterator[Waiting]:
    """Yield what her cities' pages need: an answer to the secretariat, sending, or the next useful step."""
    seats = seats_of(person)
    cities = list(City.objects.filter(pk__in=seats.coordinated).order_by("slug")[:SHOWN])
    standings = standings_of(cities)
    for city in cities:
        standing, url = standings[city.pk], reverse("cities:city-edit", args=[city.slug])
        if standing["state"] == "returned":
            words = gettext("Sent back to you: the page of %(city)s")
            yield Waiting(words % {"city": city.name}, url, text=standing["comment"], weight=SOON)
        elif standing["state"] == "draft":
            yield Waiting(
                gettext("Not sent yet: the page of %(city)s") % {"city": city.name}, url, weight=LATER
            )
    if cities and (step := next_step(draft_of(cities[0]))):
        words = gettext("The page of %(city)s: the next useful step")
        yield Waiting(words % {"city": cities[0].name}, step[1], text=str(step[0]), weight=SOME_DAY)


def _offers(person: Any) -> Iterator[Waiting]:
    """Yield the support that others offer for her cities' challenges."""
    rows = SupportOffer.objects.open().filter(
        challenge__state=ChallengeState.PUBLISHED, challenge__city__in=seats_of(person).coordinated
    )
    found = rows.select_related("challenge", "city", "partner").order_by("-offered_at", "-pk")
    for offer in found[:SHOWN]:
        words = gettext("%(organisation)s offers support")
        yield Waiting(
            words % {"organisation": offer.organisation},
            f"{offer.challenge.get_absolute_url()}#support",
            text=offer.challenge.title,
            weight=LATER,
        )
