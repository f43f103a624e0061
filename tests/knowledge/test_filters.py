"""A number beside a value is what the list holds with that value chosen."""

from itertools import chain

import pytest

from network.core.models import Theme
from tests.factories.cities import CityFactory
from tests.factories.knowledge import PracticeFactory, ProductFactory


@pytest.fixture
def catalogue(knowledge_index, practice_index):
    from network.core.models import Country

    circular, resilience = Theme.objects.get(slug="circular-economy"), Theme.objects.get(slug="resilience")
    narrow = Theme.objects.create(name="Urban mining", slug="urban-mining", broader=circular)
    essen = CityFactory(name="Essen", population=580_000)
    kampala = CityFactory(name="Kampala", country=Country.objects.get(iso2="UG"), population=1_500_000)
    rows = [
        ("Reuse of halls", "report", [circular, narrow], [essen]),
        ("Heat for homes", "report", [resilience], [essen, kampala]),
        ("Flood plan", "guidance", [resilience, circular], [kampala]),
        ("Bricks again", "dataset", [narrow], []),
    ]
    for title, kind, themes, cities in rows:
        knowledge_index.refresh_from_db()
        practice_index.refresh_from_db()
        ProductFactory(parent=knowledge_index, title=title, product_type=kind, themes=themes, cities=cities)
        PracticeFactory(parent=practice_index, title=title, themes=themes, cities=cities or [essen])


@pytest.mark.parametrize("address", ["/knowledge/", "/practices/"])
@pytest.mark.parametrize(
    "asked", ["", "theme=resilience", "region=africa", "theme=circular-economy&region=europe", "q=a"]
)
def test_each_number_equals_the_results_behind_it(client, catalogue, address, asked):
    facets = client.get(f"{address}?{asked}").context["facets"]
    assert facets
    choices = list(chain.from_iterable(((facet, choice) for choice in facet.choices) for facet in facets))
    for facet, choice in choices:
        others = [part for part in asked.split("&") if part and not part.startswith(f"{facet.name}=")]
        found = client.get(f"{address}?{'&'.join([*others, f'{facet.name}={choice.value}'])}")
        assert found.context["page_obj"].paginator.count == choice.count, (facet.name, choice.value)


def test_values_of_a_filter_widen_and_filters_narrow(client, catalogue):
    def count(query):
        return client.get(f"/knowledge/?{query}").context["page_obj"].paginator.count

    assert count("type=report") == 2
    assert count("type=report&type=dataset") == 3
    assert count("type=report&region=africa") == 1
    assert count("theme=circular-economy") == 3
    assert count("theme=urban-mining") == 2
    assert count("city=essen") == 2
    assert count("q=HEAT+homes") == 1


def test_what_is_not_understood_is_ignored_with_a_notice(client, catalogue):
    response = client.get("/knowledge/?colour=red&type=nonsense&page=999&sort=x&year=abc")
    assert response.status_code == 200
    assert response.context["page_obj"].paginator.count == 4
    body = response.content.decode()
    assert "colour" in body
    assert "were ignored" in body


def test_an_empty_list_names_the_way_out(client, catalogue):
    response = client.get("/knowledge/?theme=resilience&type=dataset")
    body = response.content.decode()
    assert "Nothing fits all of these filters" in body
    assert [(way.label, way.count) for way in response.context["ways_out"]] == [
        ("Dataset or map", 2),
        ("Resilience", 1),
    ]
    assert "Clear all filters" in body


def test_chips_lead_to_the_list_without_them(client, catalogue):
    chips = client.get("/knowledge/?theme=resilience&type=report&q=heat&city=essen").context["chips"]
    assert [chip.label for chip in chips] == ["“heat”", "Report or study", "Resilience", "Essen"]
    assert chips[1].url == "?q=heat&theme=resilience&city=essen"
