"""The themes, kept in memory: every page shows some, and they seldom change."""

from network.core.generation import keep
from network.core.models import Theme


def known_themes() -> dict[int, Theme]:
    """Return all themes by primary key, from memory while nothing has changed."""
    return keep("themes", lambda: Theme.objects.select_related("broader").in_bulk())
