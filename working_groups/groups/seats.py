"""The seats of a group: which cities and partners sit in it, and through whom."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet

from cities.models import City, Partner
from working_groups.models import GroupMembership, WorkingGroup


@dataclass(slots=True)
class Seat:
    """A city or a partner in a group, and how many of its people are in it."""

    organisation: City | Partner
    people: list[GroupMembership] = field(default_factory=list)


def seated_cities(groups: QuerySet[WorkingGroup]) -> QuerySet[WorkingGroup]:
    """Return ``groups`` with the active memberships of each, for whom they sit among them, as ``seats``."""
    rows = GroupMembership.objects.active().select_related("city", "partner").order_by("pk")
    return groups.prefetch_related(Prefetch("memberships", rows, to_attr="seats"))


def seats_of(memberships: Iterable[GroupMembership]) -> list[Seat]:
    """Return the cities, then the partners, that sit in a group and that everybody may see, by name."""
    found: dict[tuple[bool, str, int], Seat] = {}
    for one in memberships:
        organisation = one.organisation
        if organisation is None or not organisation.live:
            continue
        key = (one.partner_id is not None, organisation.name, organisation.pk)
        found.setdefault(key, Seat(organisation)).people.append(one)
    return [seat for _key, seat in sorted(found.items())]
