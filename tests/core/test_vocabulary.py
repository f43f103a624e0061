"""The vocabularies are complete, and loading them again changes nothing."""

import pytest
from django.core.management import call_command

from network.core.models import Country, Region, SdgGoal, SdgTarget, Theme, ThemeAlias

pytestmark = pytest.mark.django_db


def test_every_country_lies_in_one_region_that_filters_offer():
    offered = list(Region.objects.offered())
    assert [region.slug for region in offered] == [
        "africa",
        "asia",
        "europe",
        "latin-america-and-the-caribbean",
        "northern-america",
        "oceania",
    ]
    for country in Country.objects.select_related("region"):
        assert sum(region.contains(country.region) for region in offered) == 1, country


def test_a_region_holds_the_countries_of_its_subregions():
    africa = Region.objects.get(slug="africa")
    countries = Country.objects.in_region(africa)
    assert {"KE", "EG", "ZA"} <= set(countries.values_list("iso2", flat=True))
    assert not countries.filter(iso2="FR").exists()
    assert Country.objects.count() == sum(
        Country.objects.in_region(r).count() for r in Region.objects.offered()
    )


def test_goals_and_targets_are_complete():
    assert SdgGoal.objects.count() == 17
    assert SdgTarget.objects.count() == 169
    codes = list(SdgTarget.objects.filter(goal=8).values_list("code", flat=True))
    assert codes == [*(f"8.{n}" for n in range(1, 11)), "8.a", "8.b"]


def test_the_spine_has_thirteen_themes_and_knows_the_networks_own_names():
    assert Theme.objects.spine().count() == 13
    assert ThemeAlias.objects.count() == 18
    names = Theme.objects.by_name()
    assert names["resilience, cities, and climate change"].slug == "resilience"
    assert names["urban informal economy"].broader.slug == "local-economy-informality-and-investment"


def test_loading_again_keeps_what_staff_edited_and_brings_nothing_back():
    Theme.objects.filter(slug="resilience").update(name="Resilient cities", slug="resilient-cities", tone=5)
    ThemeAlias.objects.filter(name="Circularity").delete()
    Country.objects.filter(iso2="TR").update(name="Turkey")
    call_command("load_vocabularies")
    assert Theme.objects.count() == 14
    assert Theme.objects.get(slug="resilient-cities").tone == 5
    assert not ThemeAlias.objects.filter(name="Circularity").exists()
    assert Country.objects.get(iso2="TR").name == "Turkey"


def test_loading_takes_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        call_command("load_vocabularies")
