"""The demo's page of a city that waits for the secretariat."""

from django.utils import timezone

from cities.demo.profiles import NEED, WRITER, load
from cities.models import City
from network.core.drafts import draft_of, standing_of
from tests.factories.affiliations import AffiliationFactory
from tests.factories.cities import CityFactory


def test_a_change_waits_and_is_made_once(staffed):
    city = CityFactory(name="Katowice", slug="katowice")
    AffiliationFactory(city=city, coordinator=True, person__email=WRITER)
    assert load(now=timezone.now()) == {"waiting profiles": 1}
    assert load(now=timezone.now()) == {"waiting profiles": 0}
    city = City.objects.get(pk=city.pk)
    assert standing_of(city)["state"] == "waiting"
    assert [one.title for one in draft_of(city).offers.all()] == [NEED["title"]]
    assert not city.offers.exists()


def test_without_its_people_there_is_none(staffed):
    CityFactory(name="Katowice", slug="katowice")
    assert load(now=timezone.now()) == {"waiting profiles": 0}
