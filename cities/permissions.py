"""Who may do what with cities, partners, affiliations and experts.

Each rule takes a person, who may be a stranger, and the object. They are asked through ``core.access.can``.
"""

from dataclasses import dataclass
from typing import Any

from cities.enums import (
    KEEPER_ROLES,
    AffiliationRole,
    AffiliationState,
    Availability,
    CityStatus,
)


@dataclass(frozen=True, slots=True)
class Seats:
    """A person's approved affiliations: in which cities and partners she has a say, by their keys."""

    cities: frozenset[int] = frozenset()
    member_cities: frozenset[int] = frozenset()
    coordinated: frozenset[int] = frozenset()
    partners: frozenset[int] = frozenset()
    represented: frozenset[int] = frozenset()


NO_SEATS = Seats()


def seats_of(person: Any) -> Seats:
    """Return the seats of ``person``, read once for each instance of her, which is once a request."""
    if not person.is_authenticated:
        return NO_SEATS
    if not hasattr(person, "_seats"):
        person._seats = _read_seats(person)
    return person._seats


def forget_seats(person: Any) -> None:
    """Have the seats of ``person`` read anew: for what changes them and goes on in the same request."""
    if hasattr(person, "_seats"):
        del person._seats


def _read_seats(person: Any) -> Seats:
    rows = person.affiliations.filter(state=AffiliationState.APPROVED).order_by()
    found = list(rows.values_list("city", "city__status", "partner", "role"))
    return Seats(
        cities=frozenset(city for city, *_ in found if city),
        member_cities=frozenset(city for city, status, *_ in found if status == CityStatus.MEMBER),
        coordinated=frozenset(city for city, *_, role in found if role == AffiliationRole.COORDINATOR),
        partners=frozenset(partner for *_, partner, _role in found if partner),
        represented=frozenset(partner for *_, partner, role in found if role == AffiliationRole.REPRESENTATIVE),
    )


def is_member(person: Any) -> bool:
    """Return whether ``person`` belongs to a member city."""
    return bool(seats_of(person).member_cities)


def is_coordinator(person: Any) -> bool:
    """Return whether ``person`` coordinates a member city."""
    return bool(seats_of(person).coordinated & seats_of(person).member_cities)


def keeps_affiliations(person: Any) -> bool:
    """Return whether ``person`` keeps the network's affiliations: moderators and administrators do."""
    return person.has_perm("cities.change_affiliation")


def sees_who_joins(person: Any, _record: Any) -> bool:
    """Allow those who keep affiliations to see who wants to join and who is invited."""
    return keeps_affiliations(person)


def keeps_challenges(person: Any) -> bool:
    """Return whether ``person`` edits the network's challenges: the secretariat does."""
    return person.has_perm("cities.change_challenge")


def is_public(_person: Any, obj: Any) -> bool:
    """Allow what staff have published; drafts are shown in the editor's preview only."""
    return obj.live


def adds_cities(person: Any, _model: Any) -> bool:
    """Allow whom staff permissions let add cities."""
    return person.has_perm("cities.add_city")


def changes_cities(person: Any, _city: Any) -> bool:
    """Allow whom staff permissions let change cities."""
    return person.has_perm("cities.change_city")


def proposes_for_city(person: Any, city: Any) -> bool:
    """Allow the city's own people, and staff: what they change is shown after approval."""
    return city.pk in seats_of(person).cities or changes_cities(person, city)


def sees_contacts(person: Any, _city: Any) -> bool:
    """Allow members and the secretariat to see whom to turn to in a city."""
    return is_member(person) or changes_cities(person, _city)


def follows_city(person: Any, city: Any) -> bool:
    """Allow whoever is signed in to follow what everybody may see."""
    return person.is_authenticated and city.live


def adds_partners(person: Any, _model: Any) -> bool:
    """Allow whom staff permissions let add partners."""
    return person.has_perm("cities.add_partner")


def changes_partners(person: Any, _partner: Any) -> bool:
    """Allow whom staff permissions let change partners."""
    return person.has_perm("cities.change_partner")


def proposes_for_partner(person: Any, partner: Any) -> bool:
    """Allow the partner's representatives, and staff."""
    return partner.pk in seats_of(person).represented or changes_partners(person, partner)


def sees_expert(person: Any, expert: Any) -> bool:
    """Allow everybody where the person wants to be found, and herself."""
    return (expert.is_listed and _belongs_somewhere(expert.person)) or is_own_profile(person, expert)


def _belongs_somewhere(person: Any) -> bool:
    seats = seats_of(person) if person.is_active else NO_SEATS
    return bool(seats.cities or seats.partners)


def is_own_profile(person: Any, expert: Any) -> bool:
    """Allow the person herself."""
    return person.is_authenticated and expert.person_id == person.pk


def offers_expertise(person: Any, _model: Any) -> bool:
    """Allow whoever belongs to a city or a partner to be found as an expert."""
    return _belongs_somewhere(person)


def writes_to_expert(person: Any, expert: Any) -> bool:
    """Allow whoever belongs to a city or a partner to write to a listed expert who takes requests."""
    takes = expert.is_listed and expert.availability != Availability.PAUSED
    others = person.is_authenticated and expert.person_id != person.pk
    return takes and others and _belongs_somewhere(person) and _belongs_somewhere(expert.person)


def asks_to_belong(person: Any, _model: Any) -> bool:
    """Allow anybody who is signed in to ask for an affiliation."""
    return person.is_authenticated


def _keeps(person: Any, affiliation: Any) -> bool:
    """Return whether it is for ``person`` to keep this affiliation.

    The city's coordinators, the partner's representatives and the secretariat do.
    """
    seats = seats_of(person)
    return (
        affiliation.city_id in seats.coordinated
        or affiliation.partner_id in seats.represented
        or keeps_affiliations(person)
    )


def _is_own(person: Any, affiliation: Any) -> bool:
    return person.is_authenticated and affiliation.person_id == person.pk


def sees_affiliation(person: Any, affiliation: Any) -> bool:
    """Allow the person herself and those who keep it."""
    return _is_own(person, affiliation) or _keeps(person, affiliation)


def decides_on_affiliation(person: Any, affiliation: Any) -> bool:
    """Allow those who keep it, but nobody about herself."""
    return _keeps(person, affiliation) and not _is_own(person, affiliation)


def ends_affiliation(person: Any, affiliation: Any) -> bool:
    """Allow the person herself and those who keep it."""
    return _is_own(person, affiliation) or _keeps(person, affiliation)


def steps_down(person: Any, affiliation: Any) -> bool:
    """Allow a coordinator or representative to lay down that role and stay."""
    holds = affiliation.is_approved and affiliation.role in KEEPER_ROLES
    return holds and _is_own(person, affiliation)


def keeps_people_of_city(person: Any, city: Any) -> bool:
    """Allow the city's coordinators and the secretariat to see and keep the city's people."""
    return city.pk in seats_of(person).coordinated or keeps_affiliations(person)


def keeps_people_of_partner(person: Any, partner: Any) -> bool:
    """Allow the partner's representatives and the secretariat."""
    return partner.pk in seats_of(person).represented or keeps_affiliations(person)


CITY_RULES = {
    "view": is_public,
    "create": adds_cities,
    "change": changes_cities,
    "propose": proposes_for_city,
    "see contacts": sees_contacts,
    "keep people": keeps_people_of_city,
    "follow": follows_city,
}
PARTNER_RULES = {
    "view": is_public,
    "create": adds_partners,
    "change": changes_partners,
    "propose": proposes_for_partner,
    "keep people": keeps_people_of_partner,
}
AFFILIATION_RULES = {
    "view": sees_affiliation,
    "create": asks_to_belong,
    "decide": decides_on_affiliation,
    "end": ends_affiliation,
    "step down": steps_down,
}
# Of invitations and of those who want to join.
KEPT_RULES = {"view": sees_who_joins}
EXPERT_RULES = {
    "view": sees_expert,
    "create": offers_expertise,
    "change": is_own_profile,
    "write": writes_to_expert,
}
