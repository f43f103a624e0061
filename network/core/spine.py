"""The themes, kept in memory: every page shows some, and they seldom change."""

from collections.abc import Mapping

from network.core.generation import keep
from network.core.models import Theme


def known_themes() -> dict[int, Theme]:
    """Return all themes by primary key, from memory while nothing has changed."""
    return keep("themes", lambda: Theme.objects.select_related("broader").in_bulk())


def with_broader(theme: int | None, themes: Mapping[int, Theme]) -> list[Theme]:
    """Return the theme with this key and those above it, of ``themes`` by key; the narrowest first."""
    found: list[Theme] = []
    while theme in themes and themes[theme] not in found:
        found.append(themes[theme])
        theme = themes[theme].broader_id
    return found
