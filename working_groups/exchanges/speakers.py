"""Who speaks for a party: a city's coordinators, a partner's representatives, an expert herself."""

from typing import Any

from django.db.models import Q

from cities.enums import AffiliationRole, AffiliationState
from network.accounts.models import User
from working_groups.models import ExchangeParty


def speakers_of(party: ExchangeParty) -> list[Any]:
    """Return the people who speak for the party and whose accounts are in use."""
    if party.expert_id:
        people = User.objects.filter(pk=party.expert_id)
    elif party.city_id:
        people = _affiliated(Q(affiliations__city=party.city_id), AffiliationRole.COORDINATOR)
    else:
        people = _affiliated(Q(affiliations__partner=party.partner_id), AffiliationRole.REPRESENTATIVE)
    return list(people.filter(is_active=True).order_by("pk"))


def people_of(party: ExchangeParty) -> Any:
    """Return the people of the party's city or partner, of whom those who speak for it may name some."""
    if party.expert_id:
        return User.objects.filter(pk=party.expert_id, is_active=True)
    place = Q(affiliations__city=party.city_id) if party.city_id else Q(affiliations__partner=party.partner_id)
    return _affiliated(place, "").filter(is_active=True).order_by("name", "pk")


def _affiliated(place: Q, role: str) -> Any:
    approved = Q(affiliations__state=AffiliationState.APPROVED)
    if role:
        approved &= Q(affiliations__role=role)
    return User.objects.filter(place & approved).distinct()
