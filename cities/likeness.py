"""How alike two cities are, and why: the one score by which the portal suggests peers.

What both have in common gives points, and each point has a reason that a reader can check. Nobody is scored by
what others did with suggestions. ``docs/likeness.md`` explains the points to readers.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import reduce

from django.db.models import CharField, F, Model, QuerySet, Value
from django.utils.text import get_text_list
from django.utils.translation import gettext, pgettext

from cities.enums import PUBLIC_CHALLENGES, OfferKind, SizeClass
from cities.models import Challenge, City, CityOffer
from network.core.generation import keep
from network.core.places import regions_around
from network.core.spine import known_themes

# Points for each thing in common, and for how many of them at most.
SIZE = 2
NEXT_SIZE = 1
SUBREGION = 2
REGION = 1
SECTOR, MOST_SECTORS = 2, 3
THEME, MOST_THEMES = 1, 3
CHALLENGE, MOST_CHALLENGES = 2, 2
HELP, MOST_HELP = 3, 2

SECTORS, THEMES, CHALLENGES = "sector", "theme", "challenge"


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that two cities have in common, in words, and the points that it gives."""

    text: str
    points: int


@dataclass(slots=True)
class Traits:
    """What of a city is compared; sectors by name, and themes of the spine by key."""

    size: SizeClass | None = None
    regions: tuple[str, ...] = ()
    sectors: set[str] = field(default_factory=set)
    themes: set[int] = field(default_factory=set)
    challenges: set[int] = field(default_factory=set)
    offers: set[int] = field(default_factory=set)
    needs: set[int] = field(default_factory=set)
    key: int = 0  # the city's


@dataclass(frozen=True, slots=True)
class Peer:
    """A city that another one is compared with, and what speaks for it, the strongest reason first."""

    city: City
    reasons: tuple[Reason, ...]

    @property
    def points(self) -> int:
        """All points together."""
        return sum(reason.points for reason in self.reasons)


Reasons = Callable[[Traits, Traits], list[Reason]]


def read_traits(cities: QuerySet[City]) -> dict[int, Traits]:
    """Return the traits of ``cities`` by key, in two queries however many they are."""
    around = regions_around()
    traits = {
        key: Traits(SizeClass.of(population), tuple(region.name for region in around.get(region, ())), key=key)
        for key, population, region in cities.order_by().values_list("pk", "population", "country__region")
    }
    for kind, city, key, name in _links(cities):
        if city not in traits:
            continue
        if kind == SECTORS:
            traits[city].sectors.add(name)
        elif (root := _root(key)) is not None:
            _theme_sets(traits[city])[kind].add(root)
    return traits


def _theme_sets(traits: Traits) -> dict[str, set[int]]:
    return {
        THEMES: traits.themes,
        CHALLENGES: traits.challenges,
        OfferKind.OFFER.value: traits.offers,
        OfferKind.NEED.value: traits.needs,
    }


def _root(theme_key: int) -> int | None:
    """Return the key of the spine's theme that a theme is filed under."""
    theme = known_themes().get(theme_key)
    return (theme.broader_id or theme.pk) if theme else None


def _links(cities: QuerySet[City]) -> QuerySet:
    """Return (kind, city, key, name) of all that ``cities`` are linked with, in one query."""
    keys = cities.order_by().values("pk")

    def rows(model: type[Model], kind, city: str, key: str, name="", **conditions) -> QuerySet:
        return (
            model._default_manager.filter(**{f"{city}__in": keys}, **conditions)
            .order_by()
            .annotate(
                link_kind=F(kind) if kind == "kind" else Value(kind, CharField()),
                link_name=F(name) if name else Value("", CharField()),
            )
            .values_list("link_kind", city, key, "link_name")
        )

    parts = (
        rows(City.sectors.through, SECTORS, "city", "legacysector", "legacysector__name"),
        rows(City.themes.through, THEMES, "city", "theme"),
        rows(
            Challenge.themes.through,
            CHALLENGES,
            "challenge__city",
            "theme",
            challenge__state__in=PUBLIC_CHALLENGES,
        ),
        rows(CityOffer, "kind", "city", "theme", theme__isnull=False),
    )
    return reduce(lambda all_rows, more: all_rows.union(more, all=True), parts)


def compare(one: Traits, other: Traits) -> list[Reason]:
    """Return what two cities have in common; the order of the two makes no difference."""
    reasons = [
        _size(one, other),
        _region(one, other),
        shared(gettext("Both were shaped by %(list)s"), one.sectors & other.sectors, SECTOR, MOST_SECTORS),
        _themes(gettext("Both bring challenges on %(list)s"), one.challenges & other.challenges, CHALLENGE),
        _themes(gettext("Both work on %(list)s"), one.themes & other.themes, THEME, MOST_THEMES),
    ]
    return [reason for reason in reasons if reason]


def complement(one: Traits, other: Traits) -> list[Reason]:
    """Return how the second city could help the first, and the first the second."""
    reasons = [
        _themes(gettext("Offers what is looked for here: %(list)s"), one.needs & other.offers, HELP),
        _themes(gettext("Looks for what is offered here: %(list)s"), one.offers & other.needs, HELP),
    ]
    return [reason for reason in reasons if reason]


def _size(one: Traits, other: Traits) -> Reason | None:
    if one.size is None or other.size is None:
        return None
    sizes = list(SizeClass)
    apart = abs(sizes.index(one.size) - sizes.index(other.size))
    if apart == 0:
        return Reason(gettext("Same size: %(size)s") % {"size": one.size.title.lower()}, SIZE)
    return Reason(gettext("Nearly the same size"), NEXT_SIZE) if apart == 1 else None


def _region(one: Traits, other: Traits) -> Reason | None:
    """Return the narrowest region that holds both; the world itself is none."""
    shared = [mine for mine, theirs in zip(one.regions, other.regions, strict=False) if mine == theirs]
    if not shared:
        return None
    points = SUBREGION if len(shared) > 1 else REGION
    return Reason(gettext("Both in %(region)s") % {"region": shared[-1]}, points)


def _themes(words: str, keys: set[int], points: int, most: int = 2) -> Reason | None:
    return shared(words, map(_mid_sentence, names_of_themes(keys)), points, most)


def names_of_themes(keys: Iterable[int]) -> list[str]:
    """Return the names of themes of the spine, in its order."""
    themes = sorted((known_themes()[key] for key in keys), key=lambda theme: (theme.position, theme.name))
    return [theme.name for theme in themes]


def _mid_sentence(name: str) -> str:
    """Return ``name`` as it stands within a sentence; abbreviations stay as they are."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def shared(words: str, names: Iterable[str], points: int, most: int) -> Reason | None:
    """Return the reason that ``names`` give, if there are any, with points for ``most`` of them.

    ``words`` hold them as ``%(list)s``; sets are put in order, as words within a sentence.
    """
    listed = sorted(map(_mid_sentence, names)) if isinstance(names, set) else list(names)
    if not listed:
        return None
    text = get_text_list(listed, pgettext("before the last of a list", "and"))
    return Reason(words % {"list": text}, points * min(len(listed), most))


def alike_cities(city: City, *, number: int = 3) -> list[Peer]:
    """Return the member cities most like ``city``, at most ``number``, each with why."""
    return best_peers(city, _enough(compare), number=number)


def good_partners(city: City, *, number: int = 3) -> list[Peer]:
    """Return the member cities to exchange with: those alike, and those that have what the other one seeks."""

    def reasons_of(own: Traits, other: Traits) -> list[Reason]:
        return compare(own, other) + complement(own, other)

    return best_peers(city, _enough(reasons_of), number=number)


def _enough(reasons_of: Reasons) -> Reasons:
    """Return the reasons, the strongest first, where there are two: the region alone, say, is too little."""

    def enough(own: Traits, other: Traits) -> list[Reason]:
        reasons = sorted(reasons_of(own, other), key=lambda reason: -reason.points)
        return reasons if len(reasons) > 1 else []

    return enough


def best_peers(city: City, reasons_of: Reasons, *, number: int, leave_out: Collection[int] = ()) -> list[Peer]:
    """Return the member cities with the most points, those of equal points in the order of their names.

    ``reasons_of(own, other)`` returns what speaks for a city; without a reason it is no peer. The cities with
    the keys ``leave_out`` are none either.
    """
    members = known_members()
    own = members[city.pk][1] if city.pk in members else read_traits(City.objects.filter(pk=city.pk))[city.pk]
    others = ((other, traits) for key, (other, traits) in members.items() if key not in (city.pk, *leave_out))
    peers = [Peer(other, tuple(reasons)) for other, traits in others if (reasons := reasons_of(own, traits))]
    return sorted(peers, key=lambda peer: (-peer.points, peer.city.slug))[:number]


def known_members() -> dict[int, tuple[City, Traits]]:
    """Return the member cities with their traits by key, from memory while nothing has changed."""
    return keep("likeness", _read_members)


def _read_members() -> dict[int, tuple[City, Traits]]:
    members = City.objects.members().select_related("country").only("name", "slug", "country__name")
    traits = read_traits(City.objects.members())
    return {city.pk: (city, traits[city.pk]) for city in members if city.pk in traits}
