"""Member cities that could know more about a challenge, each with what speaks for it."""

from django.utils.translation import gettext

from cities.likeness import Peer, Reason, Traits, best_peers, compare, names_of_themes, shared
from cities.models import Challenge
from network.core.models import Theme

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
    on_theme = roots & (traits.themes | traits.challenges | traits.offers)
    names = sorted(names_of_themes(on_theme))
    return shared(gettext("Deals with the same: %(list)s"), names, ON_THEME, len(names))
