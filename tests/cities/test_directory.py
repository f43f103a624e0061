"""The directory finds, counts and groups cities, and takes few queries however many there are."""

import pytest
from django.utils.html import escape

from cities.models import City
from network.core.models import Country, Theme
from network.core.registry import counters
from tests.factories.cities import CityFactory

pytestmark = pytest.mark.django_db


def country(iso2):
    return Country.objects.get(iso2=iso2)


@pytest.fixture
def network(home):
    """A member in Europe, two in Africa, a featured city in Asia, and a draft."""
    return {
        "lodz": CityFactory(name="Łódź", country=country("PL"), sectors=["textiles"], population=640_000),
        "jinja": CityFactory(name="Jinja", country=country("UG"), population=93_061),
        "tunis": CityFactory(name="Tunis", country=country("TN"), sectors=["steel"]),
        "pune": CityFactory(name="Pune", country=country("IN"), featured=True),
        "draft": CityFactory(name="Draftville", country=country("UG"), draft=True),
    }


def page_of(client, address="/cities/"):
    response = client.get(address)
    assert response.status_code == 200
    return response


def titles(response):
    return [(group.title, [row[0].text for row in group.rows]) for group in response.context["groups"]]


def test_members_stand_under_their_region_and_others_apart(client, network):
    response = page_of(client)
    assert titles(response) == [
        ("Africa", ["Jinja", "Tunis"]),
        ("Europe", ["Łódź"]),
        ("Also in the catalogue, not members", ["Pune"]),
    ]
    assert response.context["headline"] == "3 member cities and 1 other city"
    assert "Draftville" not in response.content.decode()


def test_region_chips_count_members(client, network):
    chips = page_of(client).context["region_chips"]
    assert [(chip.name, chip.count) for chip in chips] == [("All regions", 3), ("Africa", 2), ("Europe", 1)]


def test_chips_count_what_their_address_shows(client, network):
    for chip in page_of(client, "/cities/?legacy=steel&legacy=textiles").context["region_chips"]:
        shown = page_of(client, f"/cities/{chip.url}")
        members = sum(len(rows) for title, rows in titles(shown) if "not members" not in title)
        assert members == chip.count, chip


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("region=africa", ["Jinja", "Tunis"]),
        ("region=africa&region=europe", ["Jinja", "Tunis", "Łódź"]),
        ("country=PL&country=IN", ["Łódź", "Pune"]),
        ("legacy=textiles", ["Łódź"]),
        ("size=metropolitan", ["Łódź"]),
        ("size=small&size=metropolitan", ["Jinja", "Łódź"]),
        ("q=lodz", ["Łódź"]),
        ("q=ŁÓD", ["Łódź"]),
        ("q=uganda", ["Jinja"]),
        ("region=africa&legacy=steel", ["Tunis"]),
    ],
)
def test_filters_narrow_and_values_of_one_filter_add_up(client, network, question, found):
    response = page_of(client, f"/cities/?{question}")
    assert [name for _title, names in titles(response) for name in names] == found


def test_the_theme_filter_finds_narrower_themes_too(client, network):
    network["jinja"].themes = [Theme.objects.get(slug="informal-economy")]
    network["jinja"].save()
    network["tunis"].themes = [Theme.objects.get(slug="local-economy-informality-and-investment")]
    network["tunis"].save()
    response = page_of(client, "/cities/?theme=local-economy-informality-and-investment")
    assert titles(response) == [("Africa", ["Jinja", "Tunis"])]


def test_a_region_changes_the_map(client, network):
    whole, crop = page_of(client).context["map"], page_of(client, "/cities/?region=europe").context["map"]
    assert whole.kind == "world"
    assert crop.kind == "region"
    assert crop.view_box != whole.view_box


def test_cities_without_a_place_are_counted_on_the_page(client, network):
    City.objects.filter(slug="lodz").update(latitude=51.77, longitude=19.47)
    assert "2 cities have no coordinates" in page_of(client).content.decode()


def test_what_the_address_does_not_mean_is_named_and_passed_over(client, network):
    response = page_of(client, "/cities/?region=atlantis&utm_source=<b>&legacy=steel")
    assert response.context["filters"].ignored == ["region=atlantis", "utm_source"]
    assert titles(response) == [("Africa", ["Tunis"])]
    assert escape("region=atlantis, utm_source") in response.content.decode()


def test_nothing_found_says_which_filter_to_take_away(client, network):
    response = page_of(client, "/cities/?region=africa&legacy=textiles")
    ways = [(way.label, way.count) for way in response.context["ways_out"]]
    assert ways == [("Legacy sector", 2), ("Region", 1)]
    for way in response.context["ways_out"]:
        shown = page_of(client, f"/cities/{way.url}")
        assert shown.context["page_obj"].paginator.count == way.count


def test_an_empty_network_says_what_will_be_here(client, home):
    content = page_of(client).content.decode()
    assert "No cities yet" in content
    assert "<table" not in content
    assert 'class="map' not in content


def test_counts_of_higher_apps_become_columns_and_zeros_stay_empty(client, network):
    counters.register(City, "Songs", lambda request: {network["lodz"].pk: 3})
    try:
        response = page_of(client)
    finally:
        counters._counters[City] = [c for c in counters._counters[City] if c.name != "Songs"]
    place = response.context["columns"].index("Songs")
    cells = {row[0].text: row[place] for group in response.context["groups"] for row in group.rows}
    assert (cells["Łódź"].text, cells["Łódź"].label) == (3, "Songs")
    assert (cells["Jinja"].text, cells["Jinja"].label) == ("", "")


@pytest.mark.parametrize("odd", ["q=%00", "q=%27%22%25", "page=99999", "page=x", "size=", "country=%F0"])
def test_odd_input_is_answered(client, network, odd):
    page_of(client, f"/cities/?{odd}")


def queries_of(client, address):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)  # what is kept in memory is read
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


@pytest.mark.parametrize("address", ["/cities/", "/cities/?region=europe&legacy=coal"])
def test_the_directory_takes_as_many_queries_for_twenty_cities_as_for_one(client, home, address):
    themes = list(Theme.objects.all()[:3])
    CityFactory(placed=True, sectors=["coal"], themes=themes[:1])
    one = queries_of(client, address)
    for _ in range(20):
        CityFactory(placed=True, sectors=["coal", "steel"], themes=themes)
    assert queries_of(client, address) == one <= 15


def test_long_directories_are_paginated(client, home):
    City.objects.bulk_create(
        City(name=f"City {n:03}", slug=f"city-{n:03}", country_id="DE", live=True) for n in range(205)
    )
    first, last = page_of(client), page_of(client, "/cities/?page=3")
    assert len(first.context["page_obj"]) == 100
    assert titles(last) == [("Europe", [f"City {n:03}" for n in range(200, 205)])]
    assert first.context["headline"] == "205 member cities"
