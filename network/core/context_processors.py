"""What the frame of every page shows."""

from django.utils.functional import SimpleLazyObject

from network.core.identity import read_network
from network.core.menus import read_menus


def chrome(request) -> dict:
    """Return the network's settings, the menus and the chosen colour theme, each read when first used."""
    return {
        "network": SimpleLazyObject(read_network),
        "menus": SimpleLazyObject(read_menus),
        "colour_theme": _colours(request),
    }


def _colours(request) -> str:
    """Return the reader's colour theme, where it is one that exists."""
    chosen = request.COOKIES.get("colours", "") if request else ""
    return chosen if chosen in {"light", "dark"} else ""
