"""What the pages of cities and challenges show of working groups."""

from collections import defaultdict
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from cities.models import Challenge, City, CycleEntry
from network.core.access import can
from network.core.generation import keep
from network.core.registry import Panel
from working_groups.enums import Visibility
from working_groups.groups.seats import seated_cities
from working_groups.models import WorkingGroup

SHOWN = 4
ENTRIES = "knowledge/_city_panel.html"


def gather_city_panels(city: City, request: Any) -> list[Panel]:
    """Return the public groups in which the city sits or which it leads, those at work first."""
    found = known_groups().get(city.pk, [])
    if not found:
        return []
    context: dict[str, Any] = {"entries": [group.as_entry() for group in found[:SHOWN]]}
    if len(found) > SHOWN:
        context |= {"url": f"/working-groups/?city={city.slug}", "more": gettext("All working groups")}
    return [Panel("working-groups", gettext("Working groups"), ENTRIES, context, order=35)]


def known_groups() -> dict[int, list[WorkingGroup]]:
    """Return the public groups by the keys of the cities in them, from memory if it can."""
    return keep("working groups", _read_groups)


def _read_groups() -> dict[int, list[WorkingGroup]]:
    found: dict[int, list[WorkingGroup]] = defaultdict(list)
    public = WorkingGroup.objects.filter(visibility=Visibility.PUBLIC).for_listing()
    groups = sorted(seated_cities(public), key=lambda group: (group.is_archived, group.name, group.pk))
    for group in groups:
        for city in {group.lead_city_id, *(seat.city_id for seat in group.seats)} - {None}:
            found[city].append(group)
    return dict(found)


def gather_challenge_panels(challenge: Challenge, request: Any) -> list[Panel]:
    """Return the group that works on the challenge, or for whoever may open one the button that does."""
    title = gettext("Working group")
    groups = WorkingGroup.objects.visible_to(request).filter(challenge=challenge).for_listing()
    found = [group.as_entry() for group in groups]
    if found:
        return [Panel("working-group", title, ENTRIES, {"entries": found}, order=20)]
    if not can(request, "create", WorkingGroup) or not is_selected(challenge):
        return []
    action = reverse("working_groups:group-of-challenge", args=[challenge.slug])
    return [Panel("working-group", title, "working_groups/groups/_open.html", {"action": action}, order=20)]


def is_selected(challenge: Challenge) -> bool:
    """Return whether a cycle of the network has selected the challenge."""
    return CycleEntry.objects.filter(challenge=challenge, selected=True).exists()
