"""The projection is right, no pin covers another, and every city is in exactly one."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cities.clusters import cluster
from cities.maps import Place, local_map, region_map, world_map
from cities.models import City
from cities.projection import HEIGHT, WIDTH, project
from network.core.models import Country, Region
from tests.factories.cities import CityFactory


@pytest.mark.parametrize(
    ("place", "longitude", "latitude", "x", "y"),
    [
        # The central meridian, the equator and the seam of the map as drawn.
        ("middle", 11, 0, 500.0, 241.4),
        ("just east of the seam", -168.999, 0, 0.0, 241.4),
        ("just west of the seam", -169.001, 0, 1000.0, 241.4),
        # Where the drawn map has them.
        ("Bilbao", -2.935, 43.263, 466.4, 87.9),
        ("Kitakyushu", 130.84, 33.88, 805.6, 118.6),
        ("Newcastle, Australia", 151.78, -32.93, 860.7, 361.0),
        ("Monterrey", -100.32, 25.68, 205.5, 147.0),
    ],
)
def test_known_places_stand_where_the_drawn_map_has_them(place, longitude, latitude, x, y):
    assert project(longitude, latitude) == (pytest.approx(x, abs=0.6), pytest.approx(y, abs=0.6))


def test_the_projection_keeps_areas():
    """A band between two latitudes covers the share of the map's globe that it has on the sphere."""

    def area(south, north, steps=400):
        total = 0.0
        for n in range(steps):
            low, high = (south + (north - south) * k / steps for k in (n, n + 1))
            middle = (low + high) / 2
            width = project(190.9, middle)[0] - project(-168.9, middle)[0]
            total += width * (project(11, low)[1] - project(11, high)[1])
        return total

    # sin 30° = 1/2: between the equator and 30° lies as much of the sphere as beyond it.
    assert area(0, 30) / area(30, 90) == pytest.approx(1.0, rel=0.01)


points = st.lists(
    st.builds(
        lambda x, y: Place("A city", "A country", "", x, y),
        st.floats(0, WIDTH, allow_nan=False),
        st.floats(0, HEIGHT, allow_nan=False),
    ),
    max_size=60,
)


@given(points)
def test_every_city_is_in_exactly_one_pin_and_no_two_pins_touch(places):
    groups = cluster(places, distance=25)
    members = [id(place) for group in groups for place in group.members]
    assert sorted(members) == sorted(id(place) for place in places)
    for n, one in enumerate(groups):
        for other in groups[n + 1 :]:
            assert (one.x - other.x) ** 2 + (one.y - other.y) ** 2 >= 25**2 - 1e-6


def test_the_number_of_pins_is_bounded_by_the_map_and_not_by_the_cities():
    dice = random.Random(7)  # noqa: S311
    places = [Place("c", "", "", dice.uniform(0, WIDTH), dice.uniform(0, HEIGHT)) for _ in range(5000)]
    groups = cluster(places, distance=25)
    # Centres 25 apart: no more fit than circles of half that radius.
    assert len(groups) <= (WIDTH + 25) * (HEIGHT + 25) / (0.866 * 25**2)
    assert sum(len(group.members) for group in groups) == 5000


@pytest.mark.django_db
def test_the_world_map_reads_once_and_counts_cities_without_a_place(django_assert_num_queries):
    essen = CityFactory(name="Essen", latitude=51.457, longitude=7.012)
    CityFactory(name="Gelsenkirchen", latitude=51.505, longitude=7.097)
    brazil = Country.objects.get(iso2="BR")
    CityFactory(name="Volta Redonda", country=brazil, latitude=-22.52, longitude=-44.1)
    CityFactory(name="Nowhere")
    with django_assert_num_queries(2):
        drawn = world_map(City.objects.members())
    assert (drawn.placed, drawn.unplaced) == (3, 1)
    many, one = drawn.pins
    assert many.label == "2 cities: Essen, Gelsenkirchen"
    assert many.url == "/cities/?region=europe"
    assert (one.label, one.url) == ("Volta Redonda, Brazil", "/cities/volta-redonda/")
    assert essen.place == "Essen, Germany"


@pytest.mark.django_db
def test_a_regions_crop_grows_to_hold_all_its_cities():
    russia = Country.objects.get(iso2="RU")
    CityFactory(name="Vladivostok", country=russia, latitude=43.1, longitude=131.9)
    CityFactory(latitude=38.7, longitude=-9.1)
    drawn = region_map(Region.objects.get(slug="europe"), City.objects.members())
    left, top, width, height = map(float, drawn.view_box.split())
    for pin in drawn.pins:
        assert left <= pin.x <= left + width
        assert top <= pin.y <= top + height


@pytest.mark.django_db
def test_labels_in_a_crop_cover_neither_dots_nor_each_other():
    for n in range(40):
        CityFactory(name=f"Longcityname {n}", latitude=44 + n % 8 * 1.9, longitude=0 + n // 8 * 3.3)
    drawn = region_map(Region.objects.get(slug="europe"), City.objects.members())
    shown = [pin for pin in drawn.pins if pin.kind == "one" and not pin.quiet]
    assert 0 < len(shown) < 40
    lines = {}
    unit = int(drawn.units) / 100
    for pin in shown:
        width = 7.6 * unit * len(pin.text)
        start = pin.text_x if pin.anchor == "start" else pin.text_x - width
        for other_start, other_end, other_y in lines.values():
            overlap = (
                start < other_end and other_start < start + width and abs(other_y - pin.text_y) < 14 * unit
            )
            assert not overlap
        lines[pin.text] = (start, start + width, pin.text_y)


@pytest.mark.django_db
def test_a_label_keeps_off_the_number_beside_it():
    for name, latitude, longitude in [
        ("Rotterdam", 51.92, 4.48),
        ("Essen", 51.457, 7.012),
        ("Gelsenkirchen", 51.505, 7.097),
        ("Dortmund", 51.514, 7.468),
    ]:
        CityFactory(name=name, latitude=latitude, longitude=longitude)
    drawn = region_map(Region.objects.get(slug="europe"), City.objects.members())
    [number] = [pin for pin in drawn.pins if pin.kind == "many"]
    [rotterdam] = [pin for pin in drawn.pins if pin.text == "Rotterdam"]
    unit = int(drawn.units) / 100
    width = 7.6 * unit * len(rotterdam.text)
    end = rotterdam.text_x + width if rotterdam.anchor == "start" else rotterdam.text_x
    assert rotterdam.quiet or abs(rotterdam.y - number.y) > 24 * unit or end < number.x - 13 * unit


@pytest.mark.django_db
def test_the_local_map_shows_the_city_and_those_near_it():
    essen = CityFactory(name="Essen", latitude=51.457, longitude=7.012)
    CityFactory(name="Turin", latitude=45.07, longitude=7.69)
    CityFactory(name="Hobart", latitude=-42.9, longitude=147.3)
    drawn = local_map(essen, City.objects.members())
    assert [(pin.text, pin.kind) for pin in drawn.pins] == [("Turin", "one"), ("Essen", "here")]
    assert local_map(CityFactory(), City.objects.members()) is None
