"""What the pages of challenges, practices and products show of exchanges."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from cities.enums import OfferState
from cities.models import Challenge, City
from cities.permissions import seats_of
from knowledge.models import GoodPracticePage
from network.core.access import can
from network.core.generation import keep
from network.core.registry import Panel
from working_groups.models import ExchangeParty, PeerExchange

SHOWN = 4
PANEL = "working_groups/exchanges/_panel.html"


def gather_challenge_panels(challenge: Challenge, request: Any) -> list[Panel]:
    """Return the exchanges about a challenge, and for those who may the ways to one."""
    found = public_exchanges().of_challenges.get(challenge.pk, [])
    if request.user.is_authenticated:
        visible = PeerExchange.objects.visible_to(request).filter(challenge=challenge)
        found = list(visible.for_listing().order_by("-changed_at", "-pk")[:SHOWN])
    offers = _offers_to_accept(challenge, request)
    ask = ""
    if challenge.is_public and can(request, "create", PeerExchange):
        ask = f"{reverse('working_groups:exchange-new')}?challenge={challenge.slug}"
    if not (found or offers or ask):
        return []
    context = {"entries": [one.as_entry() for one in found], "offers": offers, "ask": ask}
    return [Panel("exchanges", gettext("Peer exchange"), PANEL, context, order=25)]


@dataclass(frozen=True, slots=True)
class PublicExchanges:
    """The newest public exchanges by the keys of their challenges, and of the cities in them."""

    of_challenges: Mapping[int, list[PeerExchange]]
    of_cities: Mapping[int, list[PeerExchange]]


def public_exchanges() -> PublicExchanges:
    """Return what pages show to everybody, from memory while nothing has changed."""
    return keep("public exchanges", _read_public)


def _read_public() -> PublicExchanges:
    accepted = ExchangeParty.objects.helping().accepted().filter(exchange__shows_result=True, city__live=True)
    helping = defaultdict(set)
    for exchange, city in accepted.order_by().values_list("exchange", "city"):
        helping[exchange].add(city)
    of_challenges: dict[int, list[PeerExchange]] = defaultdict(list)
    of_cities: dict[int, list[PeerExchange]] = defaultdict(list)
    for one in PeerExchange.objects.public().for_listing().order_by("-changed_at", "-pk"):
        rows = [of_cities[city] for city in {one.city_id, *helping[one.pk]}]
        if one.challenge_id:
            rows.append(of_challenges[one.challenge_id])
        for row in rows:
            if len(row) < SHOWN:
                row.append(one)
    return PublicExchanges(dict(of_challenges), dict(of_cities))


def gather_city_panels(city: City, request: Any) -> list[Panel]:
    """Return the public exchanges of a city, and for coordinators of others the way to ask it for one."""
    entries = [one.as_entry() for one in public_exchanges().of_cities.get(city.pk, [])]
    ask = ""
    if city.pk and city.is_member and can(request, "create", PeerExchange):
        others = seats_of(request.user).coordinated - {city.pk}
        ask = f"{reverse('working_groups:exchange-new')}?city={city.slug}" if others else ""
    if not (entries or ask):
        return []
    context = {"entries": entries, "offers": [], "ask": ask}
    return [Panel("exchanges", gettext("Peer exchange"), PANEL, context, order=38)]


def _offers_to_accept(challenge: Challenge, request: Any) -> list[dict[str, str]]:
    """Return the open offers of support, for those who speak for the challenge's city."""
    if not request.user.is_authenticated or challenge.city_id not in seats_of(request.user).coordinated:
        return []
    rows = challenge.support_offers.visible_to(request).filter(state=OfferState.OPEN)
    found = []
    for offer in rows.select_related("city", "partner"):
        offer.challenge = challenge
        if can(request, "accept", offer):
            url = reverse("working_groups:exchange-of-offer", args=[challenge.slug, offer.pk])
            found.append({"name": offer.organisation.name, "text": offer.text, "url": url})
    return found


def gather_practice_panels(practice: GoodPracticePage, request: Any) -> list[Panel]:
    """Return for coordinators the way to ask a practice's city for an exchange."""
    if not practice.live or not can(request, "create", PeerExchange):
        return []
    ask = f"{reverse('working_groups:exchange-new')}?practice={practice.pk}"
    context = {"ask": ask, "entries": [], "offers": []}
    return [Panel("exchange", gettext("Learn it from those who did it"), PANEL, context, order=60)]
