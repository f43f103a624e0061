"""The list of working groups: what it holds and how it is narrowed."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cities.search_filters import CITY
from network.search.facets import Filter
from network.search.listing import ListSpec
from network.search.queries import Question
from network.search.results import TITLE
from network.search.shared_filters import COUNTRY, REGION, THEME
from working_groups.models import WorkingGroup
from working_groups.querysets import WorkingGroupQuerySet

PATH = "/working-groups/"
# What a group is at, in the words of the filter.
STATES = {"work": _("At work"), "archived": _("Archived")}


def _states(values: Collection[str]) -> Mapping[str, str]:
    return {value: str(label) for value, label in STATES.items() if value in values}


def _counted(count: int) -> str:
    """Return “20 working groups”."""
    return ngettext("%(count)s working group", "%(count)s working groups", count) % {"count": f"{count:,}"}


def _from_database(request: Any, question: Question) -> WorkingGroupQuerySet:
    groups = WorkingGroup.objects.known_to_all().matching(question.text)
    return groups.for_listing().order_by("archived_at", "name", "pk")


STATE = Filter("state", _states, _("State"), offered=lambda: list(STATES), field="status")
GROUPS = ListSpec(
    path=PATH,
    kinds=("group",),
    filters=(THEME, STATE, REGION, COUNTRY, CITY),
    search_label=_("Search working groups"),
    counted=_counted,
    from_database=_from_database,
    order=TITLE,
)
