"""People who could be asked about a challenge, each with what speaks for her."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.text import get_text_list
from django.utils.translation import gettext, pgettext

from cities.enums import AffiliationState, Availability
from cities.likeness import Reason
from cities.models import Challenge, ExpertProfile
from network.core.models import Theme
from network.core.places import known_countries, regions_around
from network.core.spine import known_themes

SHOWN = 3
READ = 50  # of those who know a theme of the challenge, the last changed first
ON_THEME, IN_REGION, HAS_TIME = 4, 2, 1


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An expert and what speaks for her."""

    expert: ExpertProfile
    reasons: list[Reason]

    @property
    def points(self) -> int:
        """How much speaks for her."""
        return sum(reason.points for reason in self.reasons)


def suggested_experts(challenge: Challenge, themes: list[Theme]) -> list[Suggestion]:
    """Return those who let themselves be found, know a theme of the challenge and can be asked, the best first.

    The city's own people are left out: it knows them.
    """
    roots = {theme.broader_id or theme.pk for theme in themes}
    known = Q(person__expertise__in=roots) | Q(person__expertise__broader__in=roots)
    own = Q(person__affiliations__city=challenge.city_id, person__affiliations__state=AffiliationState.APPROVED)
    asked = ExpertProfile.objects.public().filter(known).exclude(availability=Availability.PAUSED)
    rows = asked.exclude(pk__in=ExpertProfile.objects.filter(own).values("pk")).distinct()
    experts = rows.select_related("person").prefetch_related("person__expertise", "regions")
    found = [_weighed(one, challenge, roots) for one in experts.order_by("-changed_at", "-pk")[:READ]]
    return sorted(found, key=lambda one: (-one.points, one.expert.slug))[:SHOWN]


def _weighed(expert: ExpertProfile, challenge: Challenge, roots: set[int]) -> Suggestion:
    """Return the expert with what speaks for her: themes, region, time."""
    shared = {theme.broader_id or theme.pk for theme in expert.person.expertise.all()} & roots
    names = get_text_list(
        sorted(known_themes()[key].name for key in shared), pgettext("before the last of a list", "and")
    )
    reasons = [Reason(gettext("Knows %(themes)s") % {"themes": names}, ON_THEME * len(shared))]
    around = regions_around()[known_countries()[challenge.city.country_id].region_id]
    regions = list(expert.regions.all())
    here = next((region for region in regions if region in around), None)
    if here:
        reasons.append(Reason(gettext("Works in %(region)s") % {"region": here.name}, IN_REGION))
    elif not regions:
        reasons.append(Reason(gettext("Works anywhere"), IN_REGION))
    if expert.availability == Availability.OPEN:
        reasons.append(Reason(gettext("Has time"), HAS_TIME))
    return Suggestion(expert, reasons)
