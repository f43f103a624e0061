"""The demo cities load once, completely, and never overwrite what people did."""

import pytest

from cities.demo.load import country_of, featured_city, find_city, load
from cities.models import City, Partner

pytestmark = pytest.mark.django_db


def test_all_cities_and_partners_are_published_with_their_sources():
    assert load() == {"cities": 45, "partners": 4}
    assert City.objects.members().count() == 45
    assert Partner.objects.listed().count() == 4
    assert not City.objects.filter(sources__isnull=True).exists()
    essen = City.objects.get(slug="essen")
    assert [sector.name for sector in essen.sectors.all()] == ["Coal", "Steel"]
    assert {theme.slug for theme in essen.themes.all()} == {
        "climate-action-and-energy",
        "social-equity-and-just-transition",
    }
    assert essen.population == 593085
    assert essen.member_since is None
    assert str(essen.sources.last()).startswith("Population, coordinates and time zone: GeoNames 2928810")
    assert essen.revisions.count() == 1


def test_loading_again_overwrites_no_edit_and_brings_nothing_back():
    load()
    City.objects.filter(slug="essen").update(lead="Edited", name="City of Essen", slug="city-of-essen")
    City.objects.get(slug="turku").delete()
    assert load() == {"cities": 0, "partners": 0}
    assert City.objects.get(slug="city-of-essen").lead == "Edited"
    assert City.objects.count() == 44


def test_a_city_that_staff_added_before_is_left_alone():
    city = featured_city("Łódź", "PL")
    assert load()["cities"] == 44
    city.refresh_from_db()
    assert city.is_featured


def test_cities_are_found_with_and_without_their_accents():
    load()
    assert find_city("Lodz").name == "Łódź"
    assert find_city("Łódź", "PL").name == "Łódź"
    assert find_city("Łódź", "DE") is None
    assert find_city("Ess") is None


def test_a_featured_city_needs_a_certain_country():
    prato = featured_city("Prato")
    assert (prato.country_id, prato.status, prato.live) == ("IT", "featured", True)
    assert featured_city("Prato", "IT") == prato
    assert featured_city("Atlantis") is None
    assert country_of("Dakar") == "SN"
    assert featured_city("Kovel", "UA").country.name == "Ukraine"
