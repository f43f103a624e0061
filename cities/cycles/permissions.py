"""Who may do what with challenge cycles, entries and ballots.

Each rule takes a person, who may be a stranger, and the object. They are asked through ``core.access.can``.
When something may be done is the cycle's phase; here is only who.
"""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy

from cities.cycles.enums import CycleState, EntryState
from cities.permissions import is_coordinator, seats_of


def keeps_cycles(person: Any) -> bool:
    """Return whether ``person`` runs the network's cycles: moderators and administrators do."""
    return person.has_perm("cities.change_challengecycle")


def voting_cities(person: Any) -> frozenset[int]:
    """Return the keys of the member cities that ``person`` coordinates: she submits and votes for them."""
    seats = seats_of(person)
    return seats.coordinated & seats.member_cities


def sees_cycle(person: Any, cycle: Any) -> bool:
    """Allow everybody once it is announced; before, those who run the cycles."""
    return cycle.state != CycleState.DRAFT or keeps_cycles(person)


def adds_cycles(person: Any, _model: Any) -> bool:
    """Allow whom staff permissions let add cycles."""
    return person.has_perm("cities.add_challengecycle")


def changes_cycle(person: Any, _cycle: Any) -> bool:
    """Allow those who run the cycles."""
    return keeps_cycles(person)


def speaks_for_a_city(person: Any, _model: Any) -> bool:
    """Allow the coordinators of member cities."""
    return is_coordinator(person)


def speaks_for_its_city(person: Any, obj: Any) -> bool:
    """Allow the coordinators of the member city that the entry or the ballot is of."""
    return obj.city_id in voting_cities(person)


def sees_entry(person: Any, entry: Any) -> bool:
    """Allow everybody once it is accepted; else the city's coordinators and those who run the cycles."""
    return (
        (entry.state == EntryState.ACCEPTED and entry.cycle.state != CycleState.DRAFT)
        or entry.city_id in seats_of(person).coordinated
        or keeps_cycles(person)
    )


def decides_on_entry(person: Any, _entry: Any) -> bool:
    """Allow those who run the cycles."""
    return keeps_cycles(person)


def sees_ballot(person: Any, ballot: Any) -> bool:
    """Allow the city's own coordinators and nobody else, whatever the cycle says of secrecy."""
    return ballot.city_id in seats_of(person).coordinated


class CyclePolicy(ModelPermissionPolicy):
    """Staff delete drafts only: what was announced stays on record."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Return what the person's groups allow with this cycle."""
        if action == "delete" and instance.state != CycleState.DRAFT:
            return False
        return super().user_has_permission_for_instance(user, action, instance)


CYCLE_RULES = {"view": sees_cycle, "create": adds_cycles, "change": changes_cycle}
ENTRY_RULES = {
    "view": sees_entry,
    "create": speaks_for_a_city,
    "submit": speaks_for_its_city,
    "withdraw": speaks_for_its_city,
    "decide": decides_on_entry,
}
BALLOT_RULES = {"view": sees_ballot, "create": speaks_for_a_city, "cast": speaks_for_its_city}
