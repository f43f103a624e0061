"""The list of challenges: what it holds and how it is narrowed."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cities.enums import PUBLIC_CHALLENGES
from cities.models import Challenge
from cities.querysets import ChallengeQuerySet
from cities.search_filters import CITY, SIZE
from network.search.facets import Filter
from network.search.listing import ListSpec
from network.search.queries import Question
from network.search.shared_filters import COUNTRY, REGION, THEME, YEAR

PATH = "/challenges/"


def _states(values: Collection[str]) -> Mapping[str, str]:
    return {state.value: str(state.label) for state in PUBLIC_CHALLENGES if state.value in values}


def _counted(count: int) -> str:
    """Return “20 challenges”."""
    return ngettext("%(count)s challenge", "%(count)s challenges", count) % {"count": f"{count:,}"}


def _from_database(request: Any, question: Question) -> ChallengeQuerySet:
    return Challenge.objects.public().matching(question.text).with_main_theme().newest()


STATE = Filter(
    "state", _states, _("State"), offered=lambda: [state.value for state in PUBLIC_CHALLENGES], field="status"
)
CHALLENGES = ListSpec(
    path=PATH,
    kinds=("challenge",),
    filters=(THEME, REGION, SIZE, STATE, COUNTRY, YEAR, CITY),
    search_label=_("Search challenges"),
    counted=_counted,
    from_database=_from_database,
)
