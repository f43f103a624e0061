"""Makes many cities that do not exist, spread over the world as real ones are, for benchmarks."""

from collections.abc import Iterator
from itertools import accumulate, islice
from random import Random

from django.db import transaction
from django.utils import timezone

from cities.enums import CityStatus
from cities.models import City, LegacySector
from network.core.models import Country, Theme
from network.core.slugs import slug_of

BATCH = 500
# Where most people of a sub-region live: west, south, east, north. Sub-regions that are not named get none.
SPREAD = {
    "015": (-8, 27, 33, 37),
    "014": (29, -20, 42, 12),
    "017": (9, -12, 28, 8),
    "018": (16, -34, 32, -22),
    "011": (-16, 5, 12, 15),
    "021": (-122, 27, -72, 50),
    "029": (-82, 11, -61, 22),
    "013": (-104, 9, -84, 22),
    "005": (-72, -38, -40, 8),
    "143": (55, 38, 78, 50),
    "030": (102, 23, 138, 43),
    "035": (97, -8, 122, 20),
    "034": (68, 9, 91, 32),
    "145": (28, 25, 50, 41),
    "151": (15, 44, 45, 58),
    "154": (-6, 51, 26, 62),
    "039": (-8, 37, 24, 45),
    "155": (0, 44, 15, 53),
    "053": (142, -38, 153, -26),
}
STEMS = (
    "Alden",
    "Bremel",
    "Carno",
    "Dorv",
    "Estel",
    "Falk",
    "Grun",
    "Halden",
    "Istra",
    "Jorun",
    "Kamen",
    "Lumen",
)
ENDINGS = ("burg", "ford", "grad", "haven", "mont", "ost", "pur", "stad", "ton", "ville", "wick", "zade")
# A share of each size class, small towns the most frequent, as in reality.
POPULATIONS = (
    (5_000, 50_000),
    (50_000, 200_000),
    (200_000, 500_000),
    (500_000, 1_500_000),
    (1_500_000, 9_000_000),
)
POPULATION_WEIGHTS = (30, 34, 20, 12, 4)
STATUS_WEIGHTS = {
    CityStatus.MEMBER: 80,
    CityStatus.FEATURED: 16,
    CityStatus.ALUMNUS: 3,
    CityStatus.APPLICANT: 1,
}


@transaction.atomic
def generate(*, count: int, random: Random) -> int:
    """Add ``count`` published, synthetic cities with sectors and themes in bulk; return how many there are new.

    The same ``random`` gives the same cities. Their names say that they are synthetic.
    """
    first = City.objects.count()
    countries = list(Country.objects.filter(region__in=SPREAD).order_by("iso2"))
    made = _cities(countries, first=first, random=random)
    sectors = list(LegacySector.objects.order_by("slug"))
    themes = list(Theme.objects.order_by("slug"))
    new = 0
    remaining = islice(made, count)
    while batch := list(islice(remaining, BATCH)):
        City.objects.bulk_create(batch)
        _relate(City.sectors.through, batch, "legacysector_id", sectors, most=3, random=random)
        _relate(City.themes.through, batch, "theme_id", themes, most=3, random=random)
        new += len(batch)
    return new


def _cities(countries: list[Country], *, first: int, random: Random) -> Iterator[City]:
    """Yield cities without end, each with a name and slug of its own."""
    now = timezone.now()
    number = first
    while True:
        number += 1
        name = f"{random.choice(STEMS)}{random.choice(ENDINGS)} {number}"
        country = random.choice(countries)
        west, south, east, north = SPREAD[country.region_id]
        yield City(
            name=name,
            slug=f"synthetic-{slug_of(name)}",
            status=_weighted(STATUS_WEIGHTS, random),
            country=country,
            latitude=round(random.triangular(south, north), 4),
            longitude=round(random.triangular(west, east), 4),
            population=random.randint(*random.choices(POPULATIONS, POPULATION_WEIGHTS)[0]),
            population_source="Synthetic",
            time_zone="UTC",
            secondary_city=random.random() < 0.4,
            lead=f"{name} is a synthetic city, made to see how the portal works with many of them.",
            live=True,
            first_published_at=now,
            last_published_at=now,
        )


def _weighted(weights: dict, random: Random):
    limits = list(accumulate(weights.values()))
    return random.choices(list(weights), cum_weights=limits)[0]


def _relate(through, cities: list[City], column: str, targets: list, *, most: int, random: Random) -> None:
    """Give each city one to ``most`` of the targets, in one insert."""
    if not targets:
        return
    through.objects.bulk_create(
        through(city_id=city.pk, **{column: target.pk})
        for city in cities
        for target in random.sample(targets, min(random.randint(1, most), len(targets)))
    )
