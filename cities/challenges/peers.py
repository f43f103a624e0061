"""Member cities that could know more about a challenge, each with what speaks for it."""

from django.utils.text import get_text_list
from django.utils.translation import gettext, pgettext

from cities.likeness import Peer, Reason, Traits, best_peers, compare
from cities.models import Challenge
from network.core.models import Theme
from network.core.spine import known_themes

SHOWN = 3
ON_THEME = 4


def suggested_peers(challenge: Challenge, themes: list[Theme], *, leave_out: set[int]) -> list[Peer]:
    """Return the member cities that deal with the challenge's ``themes``, those most like its city first.

    The cities with the keys ``leave_out`` are in it already.
    """
    roots = {theme.broader_id or theme.pk for theme in themes}

    def reasons_of(own: Traits, other: Traits) -> list[Reason]:
        on_theme = _on_theme(other, roots)
        return [on_theme, *compare(own, other)] if on_theme else []

    return best_peers(challenge.city, reasons_of, number=SHOWN, leave_out=leave_out)


def _on_theme(traits: Traits, roots: set[int]) -> Reason | None:
    """Return that a city works on the challenge's themes, has challenges or offers something on them."""
    shared = roots & (traits.themes | traits.challenges | traits.offers)
    if not shared:
        return None
    themes = sorted(known_themes()[key].name for key in shared)
    names = get_text_list(themes, pgettext("before the last of a list", "and"))
    return Reason(gettext("Deals with the same: %(themes)s") % {"themes": names}, ON_THEME * len(shared))
