"""The list of peer exchanges: what it holds and how it is narrowed."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cities.search_filters import CITY
from network.search.facets import Filter
from network.search.listing import ListSpec
from network.search.queries import Question
from network.search.shared_filters import COUNTRY, REGION, THEME
from working_groups.exchanges.enums import ExchangeKind
from working_groups.exchanges.querysets import ExchangeQuerySet
from working_groups.models import PeerExchange

PATH = "/exchanges/"
# What everybody can do with an exchange that is listed, in the words of the filter.
STATES = {"call": _("Open calls"), "result": _("Results")}


def _states(values: Collection[str]) -> Mapping[str, str]:
    return {value: str(label) for value, label in STATES.items() if value in values}


def _kinds(values: Collection[str]) -> Mapping[str, str]:
    return {kind.value: kind.title for kind in ExchangeKind if kind.value in values}


def _counted(count: int) -> str:
    """Return “20 peer exchanges”."""
    return ngettext("%(count)s peer exchange", "%(count)s peer exchanges", count) % {"count": f"{count:,}"}


def _from_database(request: Any, question: Question) -> ExchangeQuerySet:
    found = PeerExchange.objects.public().matching(question.text)
    return found.for_listing().order_by("-changed_at", "-pk")


STATE = Filter("state", _states, _("State"), offered=lambda: list(STATES), field="status")
KIND = Filter("type", _kinds, _("Kind"), offered=lambda: ExchangeKind.values)
EXCHANGES = ListSpec(
    path=PATH,
    kinds=("exchange",),
    filters=(THEME, STATE, KIND, REGION, COUNTRY, CITY),
    search_label=_("Search peer exchanges"),
    counted=_counted,
    from_database=_from_database,
)
