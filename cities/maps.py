"""Maps of cities: where each pin stands, which are drawn as one number, and what part of the world is shown."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from cities.clusters import Cluster, cluster
from cities.enums import CityStatus
from cities.projection import HEIGHT, WIDTH, WORLD, Box, project
from cities.rows import place_name
from network.core.models import Region

# A map is drawn about this wide on a desk; pins and letters are sized in pixels of it.
WORLD_PIXELS, LOCAL_PIXELS = 1180, 590
ASPECT = 2.1
LOCAL_WIDTH = 130.0
PIN_DISTANCE = 30  # pixels between the centres of two numbers, so that neither covers the other
LOCAL_PIN_DISTANCE = 22
LETTER, LINE, LABEL_GAP = 7.6, 17, 10.4  # pixels: a letter's mean width, a line's height, pin to label
DOT_RADIUS, NUMBER_RADIUS = 8, 16  # pixels, with the ring around them
NAMES_READ_OUT = 6
STEPS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)

# Each region's part of the map; it grows where cities of the region lie outside.
CROPS = {
    "africa": Box(272, 95, 490, 280),
    "asia": Box(485, 40, 420, 240),
    "europe": Box(401, 26, 193, 92),
    "latin-america-and-the-caribbean": Box(0, 115, 555, 317),
    "northern-america": Box(110, 25, 280, 133),
    "oceania": Box(710, 262, 290, 138),
}
GROWN_BY = 12.0  # map units around the outermost city


@dataclass(frozen=True, slots=True)
class Place:
    """A city as the map knows it."""

    name: str
    country: str
    url: str
    x: float
    y: float
    region: str = ""
    country_code: str = ""
    is_member: bool = True

    @property
    def label(self) -> str:
        """The city and its country."""
        return place_name(self.name, self.country)


@dataclass(frozen=True, slots=True)
class Pin:
    """A dot, or a number that stands for several cities; ``quiet`` labels show on hover and focus only.

    ``kind`` is ``one`` for a member, ``other`` for a city that is none, ``many`` for a number, ``here`` for the
    city that a map is about.
    """

    x: float
    y: float
    label: str
    url: str
    text: str
    kind: str = "one"
    title: str = ""
    text_x: float = 0
    text_y: float = 0
    anchor: str = "start"
    quiet: bool = False

    @property
    def path(self) -> str:
        """A line of no length: the stroke's round cap is the dot."""
        return f"M{self.x:.1f} {self.y:.1f}h.01"


@dataclass(frozen=True, slots=True)
class CityMap:
    """What ``components/map.html`` draws: a part of the world, pins, and how many cities have no place."""

    view_box: str
    label: str
    kind: str
    units: str
    art: str
    pins: list[Pin] = field(default_factory=list)
    placed: int = 0
    unplaced: int = 0

    @property
    def has_numbers(self) -> bool:
        """Whether any pin stands for several cities."""
        return any(pin.kind == "many" for pin in self.pins)

    @property
    def has_others(self) -> bool:
        """Whether any dot is a city that is no member."""
        return any(pin.kind == "other" for pin in self.pins)


def directory_url(**filters: str) -> str:
    """Return the address of the directory with these filters."""
    return f"{reverse('cities:city-list')}?{urlencode(filters)}"


def read_places(cities: QuerySet, regions: Iterable[Region] = ()) -> tuple[list[Place], int]:
    """Return the cities of a queryset as places, in one query, and how many of them have no coordinates."""
    columns = ("name", "slug", "status", "latitude", "longitude")
    columns += ("country", "country__name", "country__region__path")
    slugs = [(region.path, region.slug) for region in regions]
    places, unplaced = [], 0
    address = reverse("cities:city-detail", args=["-"])
    rows = cities.order_by("slug").values_list(*columns)
    for name, slug, status, latitude, longitude, code, country, path in rows:
        if latitude is None:
            unplaced += 1
            continue
        x, y = project(longitude, latitude)
        region = next((slug for start, slug in slugs if path.startswith(start)), "")
        url, is_member = address.replace("-", slug), status == CityStatus.MEMBER
        places.append(Place(name, country, url, x, y, region, code, is_member))
    return places, unplaced


def world_map(
    cities: QuerySet,
    *,
    label: str = "",
    regions: Iterable[Region] | None = None,
    url_of: Callable[..., str] = directory_url,
) -> CityMap:
    """Return the map of the world with the cities of a queryset.

    A number leads to the crop of its region: ``url_of`` returns the directory's address with given filters.
    """
    regions = list(Region.objects.offered()) if regions is None else regions
    places, unplaced = read_places(cities, regions)
    groups = cluster(places, distance=PIN_DISTANCE * WIDTH / WORLD_PIXELS)
    pins = [_pin(group, lambda group: url_of(region=_commonest(group))) for group in groups]
    return _draw(
        pins,
        WORLD,
        WORLD_PIXELS,
        label=label or gettext("World map of member cities"),
        kind="world",
        art="img/world.svg",
        placed=len(places),
        unplaced=unplaced,
    )


def region_map(
    region: Region, cities: QuerySet, *, label: str = "", url_of: Callable[..., str] = directory_url
) -> CityMap:
    """Return the map of a region; a number leads to the list of its country's or of the region's cities."""
    places, unplaced = read_places(cities, [region])
    box = _crop(region, places)

    def url_of_many(group: Cluster) -> str:
        countries = {place.country_code for place in group.members}
        narrower = {"country": min(countries)} if len(countries) == 1 else {}
        return f"{url_of(region=region.slug, **narrower)}#results"

    groups = cluster(places, distance=PIN_DISTANCE * box.width / WORLD_PIXELS)
    pins = [_pin(group, url_of_many) for group in groups]
    return _draw(
        pins,
        box,
        WORLD_PIXELS,
        label=label or gettext("Map of member cities: %(region)s") % {"region": region.name},
        kind="region",
        art="img/world-detail.svg",
        placed=len(places),
        unplaced=unplaced,
    )


def local_map(city, neighbours: QuerySet) -> CityMap | None:
    """Return the map around ``city`` with the ``neighbours`` that fall on it; ``None`` if it has no place."""
    if not city.has_place:
        return None
    x, y = project(city.longitude, city.latitude)
    height = LOCAL_WIDTH / ASPECT
    box = Box(
        min(max(x - LOCAL_WIDTH / 2, 0), WIDTH - LOCAL_WIDTH),
        min(max(y - height / 2, 0), HEIGHT - height),
        LOCAL_WIDTH,
        height,
    )
    # A band of latitudes is enough for the database; the box decides.
    nearby = neighbours.exclude(pk=city.pk).filter(latitude__range=(city.latitude - 30, city.latitude + 30))
    places = [place for place in read_places(nearby)[0] if box.holds(place.x, place.y)]
    groups = cluster(places, distance=LOCAL_PIN_DISTANCE * box.width / LOCAL_PIXELS)
    here = Place(city.name, city.country.name, city.get_absolute_url(), x, y)
    # The city itself comes last: it is drawn above the others.
    pins = [_pin(group, lambda group: reverse("cities:city-list")) for group in groups]
    pins.append(replace(_pin_of(here), kind="here"))
    return _draw(
        pins,
        box,
        LOCAL_PIXELS,
        label=gettext("%(city)s and the nearest member cities") % {"city": city.name},
        kind="local",
        art="img/world-detail.svg",
        placed=len(places) + 1,
    )


def _commonest(group: Cluster) -> str:
    regions = [place.region for place in group.members]
    return max(regions, key=regions.count)


def _pin_of(place: Place) -> Pin:
    kind = "one" if place.is_member else "other"
    return Pin(place.x, place.y, place.label, place.url, place.name, kind=kind)


def _pin(group: Cluster, url_of_many: Callable[[Cluster], str]) -> Pin:
    """Return the pin of one city, or the number of several."""
    if len(group.members) == 1:
        return _pin_of(group.members[0])
    names = ", ".join(place.name for place in group.members[:NAMES_READ_OUT])
    more = len(group.members) - NAMES_READ_OUT
    if more > 0:
        names = ngettext("%(names)s and %(more)s more", "%(names)s and %(more)s more", more) % {
            "names": names,
            "more": more,
        }
    count = len(group.members)
    label = gettext("%(count)s cities: %(names)s") % {"count": count, "names": names}
    return Pin(group.x, group.y, label, url_of_many(group), str(count), kind="many", title=names)


def _crop(region: Region, places: list[Place]) -> Box:
    """Return the region's part of the map, grown in its own shape until it holds all its cities."""
    crop = CROPS.get(region.slug, WORLD)
    left, top, right, bottom = crop.x, crop.y, crop.x + crop.width, crop.y + crop.height
    for place in places:
        if not crop.holds(place.x, place.y):
            left, right = min(left, place.x - GROWN_BY), max(right, place.x + GROWN_BY)
            top, bottom = min(top, place.y - GROWN_BY), max(bottom, place.y + GROWN_BY)
    aspect = crop.width / crop.height
    width = min(max(right - left, (bottom - top) * aspect), WIDTH)
    height = min(width / aspect, HEIGHT)
    x = min(max((left + right - width) / 2, 0), WIDTH - width)
    y = min(max((top + bottom - height) / 2, 0), HEIGHT - height)
    return Box(x, y, width, height)


def _draw(pins: list[Pin], box: Box, pixels: int, **values) -> CityMap:
    """Return the map with its labels placed."""
    unit = box.width / pixels
    step = min(STEPS, key=lambda known: abs(known - unit))
    return CityMap(view_box=str(box), units=f"{step * 100:.0f}", pins=_place_labels(pins, box, step), **values)


def _place_labels(pins: list[Pin], box: Box, unit: float) -> list[Pin]:
    """Set each label right or left of its dot, where it covers no dot and no label; else it is quiet."""
    dots = [_square(pin, unit) for pin in pins]
    taken: list[Box] = []
    placed = []
    for pin in pins:
        if pin.kind == "many":
            placed.append(replace(pin, text_x=pin.x, text_y=pin.y))
            continue
        gap, width, height = LABEL_GAP * unit, len(pin.text) * LETTER * unit, LINE * unit
        right = Box(pin.x + gap, pin.y - height / 2, width, height)
        left = Box(pin.x - gap - width, pin.y - height / 2, width, height)
        free = [side for side in (right, left) if _is_free(side, box, dots, taken)]
        side = free[0] if free else (right if right.x + right.width <= box.x + box.width else left)
        if free:
            taken.append(side)
        placed.append(
            replace(
                pin,
                text_x=pin.x + gap if side is right else pin.x - gap,
                text_y=pin.y + 3.9 * unit,
                anchor="start" if side is right else "end",
                quiet=not free,
            )
        )
    return placed


def _square(pin: Pin, unit: float) -> Box:
    """Return what the pin itself takes of the map."""
    radius = (NUMBER_RADIUS if pin.kind == "many" else DOT_RADIUS) * unit
    return Box(pin.x - radius, pin.y - radius, 2 * radius, 2 * radius)


def _is_free(label: Box, box: Box, dots: list[Box], taken: list[Box]) -> bool:
    """Return whether a label stays on the map and covers nothing."""
    inside = box.holds(label.x, label.y) and box.holds(label.x + label.width, label.y + label.height)
    return inside and not any(label.overlaps(other) for other in (*dots, *taken))
