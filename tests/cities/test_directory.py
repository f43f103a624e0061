"""The directory finds, counts, draws and groups cities, and takes few queries however many there are."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from cities.models import City
from network.core.models import Country, Theme
from network.core.registry import counters
from tests.factories.accounts import UserFactory
from tests.factories.cities import CityFactory

pytestmark = pytest.mark.django_db


def country(iso2):
    return Country.objects.get(iso2=iso2)


def made_network():
    """A member in Europe, two in Africa, a featured city in Asia, and a draft."""
    return {
        "lodz": CityFactory(name="Łódź", country=country("PL"), sectors=["textiles"], population=640_000),
        "jinja": CityFactory(name="Jinja", country=country("UG"), population=93_061),
        "tunis": CityFactory(name="Tunis", country=country("TN"), sectors=["steel"]),
        "pune": CityFactory(name="Pune", country=country("IN"), featured=True),
        "draft": CityFactory(name="Draftville", country=country("UG"), draft=True),
    }


@pytest.fixture
def network(home, reindex):
    cities = made_network()
    reindex()
    return cities


def page_of(client, address="/cities/", **headers):
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return response


def listing_of(client, address="/cities/"):
    return page_of(client, address).context["listing"]


def groups(listing):
    return [(group.title, [row[0].text for row in group.rows]) for group in listing.table.groups]


def names(listing):
    return [name for _title, some in groups(listing) for name in some]


def test_members_stand_under_their_region_and_others_apart(client, network):
    response = page_of(client)
    assert groups(response.context["listing"]) == [
        ("Africa", ["Jinja", "Tunis"]),
        ("Europe", ["Łódź"]),
        ("Also in the catalogue, not members", ["Pune"]),
    ]
    assert '<h2 id="count" tabindex="-1">4 cities (3 members, 1 other)</h2>' in response.content.decode()
    assert "Draftville" not in response.content.decode()


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("", "4 cities (3 members, 1 other)"),
        ("region=africa", "2 member cities"),
        ("region=asia", "1 city (0 members, 1 other)"),
        ("country=UG", "1 member city"),
        ("q=nowhere", "0 cities"),
    ],
)
def test_the_heading_counts_members_apart(client, network, question, words):
    assert listing_of(client, f"/cities/?{question}").count_text == words


def test_region_chips_count_all_that_their_address_shows(client, network):
    chips = listing_of(client).region_chips
    assert [(chip.name, chip.count) for chip in chips] == [
        ("All regions", 4),
        ("Africa", 2),
        ("Asia", 1),
        ("Europe", 1),
    ]
    for question in ("", "legacy=steel&legacy=textiles", "region=africa&region=asia", "q=uganda&region=europe"):
        for chip in listing_of(client, f"/cities/?{question}").region_chips:
            assert listing_of(client, chip.url).count == chip.count, (question, chip)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("region=africa", ["Jinja", "Tunis"]),
        ("region=africa&region=europe", ["Jinja", "Tunis", "Łódź"]),
        ("region=sub-saharan-africa", ["Jinja"]),
        ("country=PL&country=in", ["Łódź", "Pune"]),
        ("legacy=textiles", ["Łódź"]),
        ("size=metropolitan", ["Łódź"]),
        ("size=small&size=metropolitan", ["Jinja", "Łódź"]),
        ("q=lodz", ["Łódź"]),
        ("q=ŁÓD", ["Łódź"]),
        ("q=uganda", ["Jinja"]),
        ("q=textiles", ["Łódź"]),
        ("region=africa&legacy=steel", ["Tunis"]),
        ("sort=title", ["Jinja", "Łódź", "Pune", "Tunis"]),
    ],
)
def test_filters_narrow_and_values_of_one_filter_add_up(client, network, question, found):
    assert names(listing_of(client, f"/cities/?{question}")) == found


def test_a_name_is_found_by_its_beginning_and_the_whole_name_comes_first(client, network, reindex):
    CityFactory(name="Tunisville"), CityFactory(name="Port Tun")
    reindex()
    assert names(listing_of(client, "/cities/?q=tun"))[0] == "Port Tun"
    assert sorted(names(listing_of(client, "/cities/?q=tun"))) == ["Port Tun", "Tunis", "Tunisville"]
    assert names(listing_of(client, "/cities/?q=Tunis")) == ["Tunis", "Tunisville"]
    assert listing_of(client, "/search/?q=tunisv").count == 0  # other lists find whole words


def test_the_theme_filter_finds_narrower_themes_too(client, network, reindex):
    network["jinja"].themes = [Theme.objects.get(slug="informal-economy")]
    network["jinja"].save()
    network["tunis"].themes = [Theme.objects.get(slug="local-economy-informality-and-investment")]
    network["tunis"].save()
    reindex()
    listing = listing_of(client, "/cities/?theme=local-economy-informality-and-investment")
    assert groups(listing) == [("Africa", ["Jinja", "Tunis"])]


def test_other_orders_stand_under_letters_or_alone_and_name_who_is_no_member(client, network):
    by_name, by_match = listing_of(client, "/cities/?sort=title"), listing_of(client, "/cities/?q=india")
    assert groups(by_name) == [("J", ["Jinja"]), ("L", ["Łódź"]), ("P", ["Pune"]), ("T", ["Tunis"])]
    assert groups(by_match) == [("", ["Pune"])]
    for listing in (by_name, by_match):
        place = listing.table.columns.index("Status")
        told = {row[0].text: row[place].text for group in listing.table.groups for row in group.rows}
        assert told == {name: "Not a member" if name == "Pune" else "" for name in told}
    assert "Status" not in listing_of(client).table.columns
    assert groups(listing_of(client, "/cities/?q=india&sort=region")) == [
        ("Also in the catalogue, not members", ["Pune"])
    ]
    assert [name for name, _label in listing_of(client).sorts] == ["region", "title"]
    assert [name for name, _label in by_match.sorts] == ["relevance", "region", "title"]


def pins(listing):
    """Return the names of the cities on the map, those behind numbers too."""
    return sorted(
        name
        for pin in listing.map.pins
        for name in (pin.title.split(", ") if pin.kind == "many" else [pin.text])
    )


@pytest.mark.parametrize(
    "question", ["", "region=europe", "legacy=coal", "q=town", "country=FR", "size=small", "sort=title"]
)
def test_the_map_shows_exactly_the_cities_found(client, home, reindex, question):
    for n, (iso2, size, sector) in enumerate(
        [("PL", 90_000, "coal"), ("FR", 90_000, "steel"), ("FR", 700_000, "coal"), ("UG", 90_000, "steel")]
    ):
        name = f"{'Town' if n % 2 else 'City'} {n}"
        place = {"latitude": 10.0 * n, "longitude": 5.0 * n, "population": size, "sectors": [sector]}
        CityFactory(name=name, country=country(iso2), featured=n > 1, **place)
    CityFactory(name="Town nowhere", sectors=["coal"])
    CityFactory(name="Town draft", latitude=1, longitude=1, draft=True)
    reindex()
    listing = listing_of(client, f"/cities/?{question}")
    found = names(listing)
    assert len(found) > 0
    assert pins(listing) == sorted(name for name in found if name != "Town nowhere")
    assert listing.map.unplaced == ("Town nowhere" in found)
    kinds = {pin.text: pin.kind for pin in listing.map.pins if pin.kind != "many"}
    assert kinds == {name: "other" if name in ("City 2", "Town 3") else "one" for name in kinds}


def test_a_region_changes_the_map_and_its_regions_leave_it(client, network):
    whole = listing_of(client).map
    crops = [
        listing_of(client, f"/cities/?{question}").map
        for question in ("region=europe", "region=eastern-europe&region=western-europe")
    ]
    assert whole.kind == "world"
    assert [(crop.kind, crop.view_box) for crop in crops] == [("region", crops[0].view_box)] * 2
    assert crops[0].view_box != whole.view_box
    assert listing_of(client, "/cities/?region=europe&region=africa").map.kind == "world"


def test_a_number_on_the_map_keeps_the_other_filters(client, home, reindex):
    for n in range(3):
        CityFactory(latitude=51.4 + n / 100, longitude=7.0, sectors=["coal"])
    CityFactory(latitude=51.45, longitude=7.0)
    reindex()
    [number] = listing_of(client, "/cities/?legacy=coal").map.pins
    assert (number.text, number.url) == ("3", "/cities/?region=europe&legacy=coal")
    assert listing_of(client, number.url).count == 3
    [number] = listing_of(client, number.url).map.pins
    assert number.url == "/cities/?region=europe&legacy=coal&country=DE#results"
    assert listing_of(client, number.url).count == 3


def test_cities_without_a_place_are_counted_on_the_page(client, network):
    City.objects.filter(slug="lodz").update(latitude=51.77, longitude=19.47)
    assert "3 cities have no coordinates" in page_of(client).content.decode()


def test_what_a_script_asks_for_is_the_results_the_filters_and_the_map(client, network):
    City.objects.filter(slug="lodz").update(latitude=51.77, longitude=19.47)
    part = page_of(client, "/cities/?legacy=textiles", **{"hx-request": "true"})
    content = part.content.decode()
    assert "HX-Request" in part["Vary"]
    assert "<html" not in content
    for start in ('<div id="above" hx-swap-oob', '<div id="facet-list" hx-swap-oob', '<section class="results'):
        assert content.count(start) == 1
    assert content.count('class="pin"') == 1
    whole = page_of(client, "/cities/?legacy=textiles").content.decode()
    assert whole.count('id="above"') == 1
    form = whole.partition("data-listing ")[2].partition("</form>")[0]  # what Back fills anew
    assert all(f'id="{name}"' in form for name in ("above", "facet-list", "results"))


def test_what_the_address_does_not_mean_is_named_and_passed_over(client, network):
    response = page_of(client, "/cities/?region=atlantis&utm_source=<b>&legacy=steel&sort=newest")
    listing = response.context["listing"]
    assert listing.ignored == ["utm_source", "sort=newest", "region=atlantis"]
    assert groups(listing) == [("Africa", ["Tunis"])]
    assert escape("utm_source, sort=newest, region=atlantis") in response.content.decode()


def test_nothing_found_says_which_filter_to_take_away(client, network):
    listing = listing_of(client, "/cities/?region=africa&legacy=textiles")
    assert [(way.label, way.count) for way in listing.ways_out] == [("Textiles", 2), ("Africa", 1)]
    for way in listing.ways_out:
        assert listing_of(client, way.url).count == way.count
    assert [chip.label for chip in listing_of(client, "/cities/?q=tuniss").corrections] == ["tunis"]


def test_an_empty_network_says_what_will_be_here(client, home, reindex):
    reindex()
    content = page_of(client).content.decode()
    assert "No cities yet" in content
    assert "Add a city" not in content
    assert "<table" not in content
    assert 'class="map' not in content
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    assert "Add a city" in page_of(client).content.decode()


def test_counts_of_higher_apps_become_columns_and_zeros_stay_empty(client, network):
    counters.register(City, "Songs", lambda request: {network["lodz"].pk: 3})
    try:
        table = listing_of(client).table
    finally:
        counters._counters[City] = [c for c in counters._counters[City] if c.name != "Songs"]
    place = table.columns.index("Songs")
    cells = {row[0].text: row[place] for group in table.groups for row in group.rows}
    assert (cells["Łódź"].text, cells["Łódź"].label) == (3, "Songs")
    assert (cells["Jinja"].text, cells["Jinja"].label) == ("", "")


@pytest.mark.parametrize("indexed", [True, False])
@pytest.mark.parametrize(
    "odd",
    [
        "q=%00",
        "q=%27%22%25",
        "q=!!!",
        "q=" + "a" * 3000,
        "page=99999",
        "page=x",
        "size=",
        "country=%F0",
        "region=%00",
        "sort=relevance",
        "sort=%00",
        "theme_all=resilience&theme_all=%00",
        "&".join(f"region=r{n}" for n in range(500)),
    ],
)
def test_odd_input_is_answered(client, home, reindex, odd, indexed):
    made_network()
    if indexed:
        reindex()
    page_of(client, f"/cities/?{odd}")
    page_of(client, f"/cities/?{odd}", **{"hx-request": "true"})


def test_no_address_of_the_page_repeats_the_host_that_was_asked_for(client, network, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.WAGTAILADMIN_BASE_URL = "https://exchange.example"
    for address in ("/cities/", "/robots.txt", "/.well-known/security.txt"):
        content = client.get(address, headers={"host": "evil.example"}).content.decode()
        assert "https://exchange.example/" in content, address
        assert "evil.example" not in content, address


def test_a_city_that_was_just_closed_is_gone_before_the_index_knows(client, network):
    City.objects.filter(slug="tunis").update(live=False, latitude=36.8, longitude=10.2)
    for address in ("/cities/", "/cities/?q=tunisia", "/cities/?legacy=steel", "/cities/?sort=title"):
        assert "Tunis" not in re.sub("Tunisia|tunisia", "", page_of(client, address).content.decode()), address


def test_without_an_index_the_directory_comes_from_the_database_and_says_so(client, home):
    made_network()
    City.objects.filter(slug="lodz").update(latitude=51.77, longitude=19.47)
    response = page_of(client, "/cities/?region=africa&sort=title")
    listing = response.context["listing"]
    assert listing.is_degraded
    assert "being prepared" in response.content.decode()
    assert groups(listing) == [
        ("Africa", ["Jinja", "Tunis"]),
        ("Europe", ["Łódź"]),
        ("Also in the catalogue, not members", ["Pune"]),
    ]
    assert listing.count_text == "4 cities (3 members, 1 other)"
    assert (listing.facets, listing.region_chips) == ([], [])
    assert (listing.map.kind, pins(listing)) == ("world", ["Łódź"])
    assert ("region", "africa") in listing.kept
    assert names(listing_of(client, "/cities/?q=poland")) == ["Łódź"]
    assert names(listing_of(client, "/cities/?q=nowhere")) == []


def queries_of(address):
    client = Client()
    client.get(address)  # what is kept in memory is read
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


ADDRESSES = [
    "/cities/",
    "/cities/?region=europe&legacy=coal",
    "/cities/?q=city",
    "/cities/?q=city&legacy=coal&sort=title",
    "/cities/?theme=circular-economy&country=DE&size=small",
]


@pytest.mark.parametrize("indexed", [True, False])
def test_the_directory_takes_as_many_queries_for_twenty_cities_as_for_one(home, reindex, indexed):
    themes = list(Theme.objects.filter(slug__in=["circular-economy", "resilience"]))
    common = {"placed": True, "themes": themes, "population": 90_000}
    few, many = {}, {}
    CityFactory(sectors=["coal"], **common)
    for counted, more in ((few, 0), (many, 20)):
        for _ in range(more):
            CityFactory(sectors=["coal", "steel"], **common)
        if indexed:
            reindex()
        counted.update({address: queries_of(address) for address in ADDRESSES})
    assert many == few
    assert max(many.values()) <= 12


def test_long_directories_are_paginated(client, home, reindex):
    City.objects.bulk_create(
        City(name=f"City {n:03}", slug=f"city-{n:03}", country_id="DE", live=True) for n in range(205)
    )
    reindex()
    first, last = listing_of(client), listing_of(client, "/cities/?page=3")
    assert len(first.page_obj) == 100
    assert groups(last) == [("Europe", [f"City {n:03}" for n in range(200, 205)])]
    assert first.count_text == "205 member cities"
    by_match = [names(listing_of(client, f"/cities/?q=city&page={number}")) for number in (1, 2, 3)]
    assert [len(some) for some in by_match] == [100, 100, 5]
    assert len({name for some in by_match for name in some}) == 205
