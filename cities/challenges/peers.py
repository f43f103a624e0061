"""Member cities that could know more about a challenge, each with what speaks for it."""

from django.utils.text import get_text_list
from django.utils.translation import gettext, pgettext

from cities.likeness import Peer, Reason, Traits, compare, known_members, read_traits
from cities.models import Challenge, City
from network.core.models import Theme
from network.core.spine import known_themes

SHOWN = 3
ON_THEME = 4


def suggested_peers(challenge: Challenge, themes: list[Theme], *, leave_out: set[int]) -> list[Peer]:
    """Return the member cities that deal with the challenge's ``themes``, those most like its city first.

    The cities with the keys ``leave_out`` are in it already.
    """
    roots = {theme.broader_id or theme.pk for theme in themes}
    members, city = known_members(), challenge.city_id
    own = members[city][1] if city in members else read_traits(City.objects.filter(pk=city))[city]
    peers = []
    for key, (other, traits) in members.items():
        on_theme = _on_theme(traits, roots)
        if on_theme and key != city and key not in leave_out:
            peers.append(Peer(other, (on_theme, *compare(own, traits))))
    return sorted(peers, key=lambda peer: (-peer.points, peer.city.slug))[:SHOWN]


def _on_theme(traits: Traits, roots: set[int]) -> Reason | None:
    """Return that a city works on the challenge's themes, has challenges or offers something on them."""
    shared = roots & (traits.themes | traits.challenges | traits.offers)
    if not shared:
        return None
    themes = sorted(known_themes()[key].name for key in shared)
    names = get_text_list(themes, pgettext("before the last of a list", "and"))
    return Reason(gettext("Deals with the same: %(themes)s") % {"themes": names}, ON_THEME * len(shared))
