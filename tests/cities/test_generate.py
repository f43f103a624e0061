"""Synthetic cities come in bulk, are spread over all regions, and look the same from the same seed."""

from random import Random

import pytest

from cities.demo.generate import generate
from cities.maps import world_map
from cities.models import City
from network.core.models import Region

pytestmark = pytest.mark.django_db


def made(seed, count):
    generate(count=count, random=Random(seed))  # noqa: S311
    return list(City.objects.order_by("pk").values_list("name", "country", "latitude", "population"))


def test_the_same_seed_makes_the_same_cities():
    first = made(5, 30)
    City.objects.all().delete()
    assert made(5, 30) == first
    City.objects.all().delete()
    assert made(6, 30) != first


def test_a_thousand_cities_are_spread_over_all_regions_and_sizes_in_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(80):
        assert generate(count=1000, random=Random(1)) == 1000  # noqa: S311
    for region in Region.objects.offered():
        assert City.objects.in_region(region).count() > 20, region
    assert {city.size_class for city in City.objects.all()} >= {"small", "medium", "large"}
    assert not City.objects.filter(themes__isnull=True).exists()
    assert generate(count=10, random=Random(1)) == 10  # noqa: S311


def test_a_thousand_cities_keep_the_map_and_the_directory_small(client, home):
    generate(count=1000, random=Random(1))  # noqa: S311
    drawn = world_map(City.objects.members())
    assert (
        sum(1 for pin in drawn.pins if pin.kind == "one")
        + sum(int(pin.text) for pin in drawn.pins if pin.kind == "many")
        == City.objects.members().count()
    )
    assert len(drawn.pins) < 250
    response = client.get("/cities/")
    assert len(response.content) < 200_000
    assert response.context["listing"].page_obj.paginator.num_pages == 10
