"""What the frame of every page shows."""

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from network.core.identity import read_network
from network.core.menus import read_menus


def chrome(request) -> dict:
    """Return the network's settings, the menus and the chosen colour theme, each read when first used.

    In a demo they come with the address where its mail can be read.
    """
    return {
        "network": SimpleLazyObject(read_network),
        "menus": SimpleLazyObject(read_menus),
        "colour_theme": _colours(request),
        "mailbox_url": reverse("mail:mailbox") if settings.DEMO_MAILBOX else "",
    }


def _colours(request) -> str:
    """Return the reader's colour theme, where it is one that exists."""
    chosen = request.COOKIES.get("colours", "") if request else ""
    return chosen if chosen in {"light", "dark"} else ""
