"""What the database refuses, and what a city computes."""

import pytest
from django.db import IntegrityError, transaction

from cities.enums import SizeClass
from cities.models import City, MailDomain
from network.core.models import Region, Theme
from tests.factories.cities import CityFactory

pytestmark = pytest.mark.django_db


def refused(**fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        CityFactory(**fields)


def test_coordinates_are_on_earth_and_come_in_pairs():
    refused(latitude=91, longitude=0)
    refused(latitude=0, longitude=181)
    refused(latitude=51.5)
    assert CityFactory(latitude=-90, longitude=180).has_place
    assert CityFactory(latitude=0, longitude=0).has_place


def test_population_is_positive_and_its_year_needs_it():
    refused(population=0)
    refused(population_year=2020)
    assert CityFactory(population=1, population_year=2020).pk


def test_a_status_that_is_not_known_is_refused():
    refused(status="twin")


def test_a_featured_city_has_no_year_of_joining():
    refused(featured=True, member_since=2018)


def test_a_mail_domain_belongs_to_one_city():
    first, second = CityFactory(), CityFactory()
    MailDomain.objects.create(city=first, domain="essen.de")
    with pytest.raises(IntegrityError), transaction.atomic():
        MailDomain.objects.create(city=second, domain="essen.de")
    with pytest.raises(IntegrityError), transaction.atomic():
        MailDomain.objects.create(city=second, domain="mayor@essen.de")


@pytest.mark.parametrize(
    ("name", "slug"), [("Łódź", "lodz"), ("Eskişehir", "eskisehir"), ("Dąbrowa Górnicza", "dabrowa-gornicza")]
)
def test_slugs_are_made_of_latin_letters(name, slug):
    assert CityFactory(name=name).slug == slug


def test_cities_of_one_name_get_different_slugs():
    slugs = [CityFactory(name="Newcastle").slug for _ in range(3)]
    assert slugs == ["newcastle", "newcastle-de", "newcastle-de-2"]


@pytest.mark.parametrize(
    ("population", "size"),
    [
        (1, SizeClass.LITTLE),
        (49_999, SizeClass.LITTLE),
        (50_000, SizeClass.SMALL),
        (199_999, SizeClass.SMALL),
        (200_000, SizeClass.MEDIUM),
        (499_999, SizeClass.MEDIUM),
        (500_000, SizeClass.METROPOLITAN),
        (1_499_999, SizeClass.METROPOLITAN),
        (1_500_000, SizeClass.LARGE),
        (5_000_000, SizeClass.LARGE),
        (5_000_001, SizeClass.VERY_LARGE),
    ],
)
def test_property_filter_and_annotation_agree_on_the_size(population, size):
    city = CityFactory(population=population)
    assert city.size_class == size
    assert City.objects.with_size_class().get(pk=city.pk).size == size
    held = [s for s in SizeClass if City.objects.filter(s.holds("population"), pk=city.pk).exists()]
    assert held == [size]


def test_a_city_of_unknown_population_has_no_size():
    city = CityFactory()
    assert city.size_class is None
    assert City.objects.with_size_class().get(pk=city.pk).size == ""
    assert not any(City.objects.filter(size.holds("population")).exists() for size in SizeClass)


def test_only_published_cities_are_listed():
    member, featured = CityFactory(), CityFactory(featured=True)
    CityFactory(draft=True)
    assert set(City.objects.listed()) == {member, featured}
    assert list(City.objects.members()) == [member]
    assert list(City.objects.featured()) == [featured]


def test_cities_are_found_by_region_and_theme():
    resilience = Theme.objects.get(slug="resilience")
    local = Theme.objects.get(slug="local-economy-informality-and-investment")
    informal = Theme.objects.get(slug="informal-economy")
    city = CityFactory(themes=[resilience, informal])
    assert list(City.objects.in_region(Region.objects.get(slug="europe"))) == [city]
    assert not City.objects.in_region(Region.objects.get(slug="asia")).exists()
    assert list(City.objects.about(local, resilience)) == [city]
    assert not City.objects.about(Theme.objects.get(slug="migration")).exists()


def test_cities_are_found_by_name_and_country_with_or_without_accents():
    lodz = CityFactory(name="Łódź", country_id="PL")
    essen = CityFactory(name="Essen")
    for text in ("lodz", "ŁÓD", "ódź", "poland", "Łódź"):
        assert list(City.objects.matching(text)) == [lodz], text
    assert set(City.objects.matching("")) == {lodz, essen}
    assert not City.objects.matching("%").exists()
