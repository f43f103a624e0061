"""The list of experts: what it holds and how it is narrowed."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cities.enums import Availability
from cities.experts.documents import as_entry
from cities.models import ExpertProfile
from cities.querysets import ExpertQuerySet
from network.core.languages import LANGUAGE_NAMES
from network.search.facets import Filter
from network.search.listing import ListSpec
from network.search.queries import Question
from network.search.results import TITLE
from network.search.shared_filters import REGION, THEME, choices_filter

PATH = "/experts/"


def _languages(values: Collection[str]) -> Mapping[str, str]:
    names = {code: str(LANGUAGE_NAMES[code]) for code in values if code in LANGUAGE_NAMES}
    return dict(sorted(names.items(), key=lambda pair: pair[1].casefold()))


def _counted(count: int) -> str:
    """Return “12 experts”."""
    return ngettext("%(count)s expert", "%(count)s experts", count) % {"count": f"{count:,}"}


def _from_database(request: Any, question: Question) -> ExpertQuerySet:
    condition = Q()
    for word in question.text.split():
        condition &= Q(person__name__icontains=word) | Q(headline__icontains=word)
    return ExpertProfile.objects.public().filter(condition).for_listing().order_by("slug")


AVAILABILITY = choices_filter("availability", _("Availability"), Availability, field="status")
EXPERTS = ListSpec(
    path=PATH,
    kinds=("expert",),
    filters=(THEME, REGION, Filter("language", _languages, _("Language")), AVAILABILITY),
    search_label=_("Search experts"),
    counted=_counted,
    from_database=_from_database,
    as_entry=as_entry,
    order=TITLE,
)
