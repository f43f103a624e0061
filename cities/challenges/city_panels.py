"""What a city's page shows of its challenges; filled into core's registry."""

from typing import Any

from django.db.models import Count, Window
from django.utils.translation import gettext, ngettext

from cities.challenges.lists import PATH
from cities.models import Challenge, City
from network.core.registry import Panel

SHOWN = 4


def gather_city_panels(city: City, request: Any) -> list[Panel]:
    """Return the newest challenges of the city that everybody may read, if there are any."""
    rows = Challenge.objects.public().filter(city=city).with_main_theme().newest()
    found = list(rows.annotate(in_all=Window(Count("pk")))[:SHOWN])
    if not found:
        return []
    context: dict[str, Any] = {"entries": [challenge.as_entry() for challenge in found]}
    number = found[0].in_all
    if number > len(found):
        context["url"] = f"{PATH}?city={city.slug}"
        context["more"] = ngettext("The challenge", "All %(n)s challenges", number) % {"n": number}
    title = gettext("Challenges")
    return [Panel("challenges", title, "cities/challenges/_entries.html", context, order=30)]
