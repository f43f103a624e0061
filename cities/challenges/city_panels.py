"""What a city's page shows of its challenges; filled into core's registry."""

from collections import defaultdict
from copy import copy
from typing import Any

from django.utils.translation import gettext, ngettext

from cities.challenges.lists import PATH
from cities.models import Challenge, City
from network.core.generation import keep
from network.core.registry import Panel

SHOWN = 4
SHOWN_FIELDS = ("title", "slug", "summary", "state", "cycle_year", "published_at", "city")


def gather_city_panels(city: City, request: Any) -> list[Panel]:
    """Return the newest challenges of the city that everybody may read, if there are any."""
    challenges = known_challenges().get(city.pk, []) if city.live else []
    if not challenges:
        return []
    context: dict[str, Any] = {"entries": [_entry(challenge, city) for challenge in challenges[:SHOWN]]}
    number = len(challenges)
    if number > SHOWN:
        context["url"] = f"{PATH}?city={city.slug}"
        context["more"] = ngettext("The challenge", "All %(n)s challenges", number) % {"n": number}
    title = gettext("Challenges")
    return [Panel("challenges", title, "cities/challenges/_entries.html", context, order=30)]


def _entry(challenge: Challenge, city: City) -> Any:
    """Return the row; what is in memory stays as it is."""
    mine = copy(challenge)
    mine.city = city
    return mine.as_entry()


def known_challenges() -> dict[int, list[Challenge]]:
    """Return what everybody may read by the key of its city, newest first, from memory if it can."""
    return keep("challenges", _read_challenges)


def _read_challenges() -> dict[int, list[Challenge]]:
    found: dict[int, list[Challenge]] = defaultdict(list)
    rows = Challenge.objects.public().with_main_theme().select_related(None).only(*SHOWN_FIELDS)
    for challenge in rows.newest():
        found[challenge.city_id].append(challenge)
    return dict(found)
