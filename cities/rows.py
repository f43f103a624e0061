"""Cities and challenges as rows of lists, from the values that the search index stores and models give."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from cities.enums import ChallengeState, CityStatus
from network.core.entries import Entry
from network.core.spine import known_themes


def place_name(city: str, country: str) -> str:
    """Return a city and its country, as a pin or a row names them."""
    return gettext("%(city)s, %(country)s") % {"city": city, "country": country}


def city_row(values: Mapping[str, Any]) -> Entry:
    """Return a city as a row in the reader's language."""
    status = "" if values["status"] == CityStatus.MEMBER else str(CityStatus(values["status"]).label)
    return Entry(
        title=values["title"],
        url=values["url"],
        kind=gettext("City"),
        summary=values["summary"],
        theme=known_themes().get(values["theme"]),
        facts=(values["country"], status),
        notes=(", ".join(values["sectors"]),),
        key=values["key"],
    )


def challenge_row(values: Mapping[str, Any]) -> Entry:
    """Return a challenge as a row in the reader's language; its state is named where it is not simply open."""
    theme, state = known_themes().get(values["theme"]), ChallengeState(values["state"])
    return Entry(
        title=values["title"],
        url=values["url"],
        kind=gettext("Challenge"),
        summary=values["summary"],
        theme=theme,
        theme_url=theme.challenges_url if theme else "",
        facts=("" if state == ChallengeState.PUBLISHED else str(state.label), str(values["year"] or "")),
        notes=(place_name(values["city"], values["country"]),),
        key=values["key"],
    )
