"""Which cities and partners sit in a group."""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from cities.models import City, Partner
from working_groups.models import GroupMembership, WorkingGroup


def seated_cities(groups: QuerySet[WorkingGroup]) -> QuerySet[WorkingGroup]:
    """Return ``groups`` with the active memberships of each, for whom they sit among them, as ``seats``."""
    rows = GroupMembership.objects.active().select_related("city", "partner").order_by("pk")
    return groups.prefetch_related(Prefetch("memberships", rows, to_attr="seats"))


def seated(memberships: Iterable[GroupMembership]) -> list[City | Partner]:
    """Return the cities, then the partners, that sit in a group and may be named, each once, by name."""
    found = {one.organisation for one in memberships if one.organisation and one.organisation.live}
    return sorted(found, key=lambda one: (isinstance(one, Partner), one.name, one.pk))


def organisations_in(group: WorkingGroup) -> list[City | Partner]:
    """Return the cities, then the partners, that sit in a group and may be named, by name: two queries."""
    active = group.memberships.active()
    cities = City.objects.filter(pk__in=active.values("city"), live=True).order_by("name", "pk")
    partners = Partner.objects.filter(pk__in=active.values("partner"), live=True).order_by("name", "pk")
    return [*cities, *partners]
