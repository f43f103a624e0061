"""A number beside a value is what the list holds with that value chosen."""

from itertools import product as pairs

import pytest

from knowledge.models import KnowledgeIndexPage, PracticeIndexPage
from network.core.models import Country, Theme
from tests.factories.cities import CityFactory
from tests.factories.knowledge import PracticeFactory, ProductFactory
from tests.search.asking import ask, titles

PRODUCTS = KnowledgeIndexPage.list_spec
PRACTICES = PracticeIndexPage.list_spec


@pytest.fixture
def catalogue(knowledge_index, practice_index, reindex):
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
    reindex()


def test_every_pair_of_values_of_two_filters_is_counted_truly(catalogue):
    facets = {facet.name: facet for facet in ask(PRACTICES).facets}
    for one, other in pairs(facets["theme"].choices, facets["region"].choices):
        narrowed = {facet.name: facet for facet in ask(PRACTICES, theme=[one.value]).facets}
        number = next(c.count for c in narrowed["region"].choices if c.value == other.value)
        assert ask(PRACTICES, theme=[one.value], region=[other.value]).count == number


def test_values_of_a_filter_widen_and_filters_narrow(catalogue):
    def count(**asked):
        return ask(PRODUCTS, **asked).count

    assert count(type="report") == 2
    assert count(type=["report", "dataset"]) == 3
    assert count(type="report", region="africa") == 1
    assert count(theme="circular-economy") == 3
    assert count(theme="urban-mining") == 2
    assert count(region="sub-saharan-africa") == 2
    assert count(city="essen") == 2
    assert count(country="ug") == 2
    assert count(q="HEAT homes") == 1
    assert ask(PRACTICES, size="metropolitan").count == 3


def test_all_of_several_themes_can_be_asked_for(catalogue):
    both = ask(PRODUCTS, theme_all=["circular-economy", "resilience"])
    assert titles(both) == ["Flood plan"]
    assert [chip.label for chip in both.chips] == ["Circular economy", "Resilience"]
    facet = next(facet for facet in both.facets if facet.name == "theme_all")
    assert [choice.value for choice in facet.choices if choice.checked] == ["circular-economy", "resilience"]
    assert [(mode.label, mode.is_current) for mode in facet.modes] == [
        ("Any of these", False),
        ("All of these", True),
    ]
    any_of = ask(PRODUCTS, theme=["circular-economy", "resilience"])
    modes = next(facet.modes for facet in any_of.facets if facet.name == "theme")
    assert modes[1].url == "/knowledge/?theme_all=circular-economy&theme_all=resilience"
    assert any_of.count == 4


def test_values_that_lead_nowhere_are_shown_and_cannot_be_chosen(catalogue):
    kinds = next(facet for facet in ask(PRODUCTS).facets if facet.name == "type")
    assert {choice.value: choice.disabled for choice in kinds.choices} | {} == {
        choice.value: choice.value not in ("report", "guidance", "dataset") for choice in kinds.choices
    }
    assert len(kinds.choices) == 12


def test_what_is_not_understood_is_ignored_and_named(catalogue):
    listing = ask(PRODUCTS, colour="red", type="nonsense", page="999", sort="x", year="abc", theme="a\x00b")
    assert listing.count == 4
    assert listing.ignored == ["colour", "sort=x", "type=nonsense", "theme=a\x00b", "year=abc"]


def test_an_empty_list_names_the_ways_out_and_how_much_each_gives(catalogue):
    listing = ask(PRODUCTS, theme="resilience", type="dataset")
    assert [(way.label, way.count) for way in listing.ways_out] == [("Dataset or map", 2), ("Resilience", 1)]
    assert [ask(PRODUCTS, type="dataset").count, ask(PRODUCTS, theme="resilience").count] == [1, 2]


def test_chips_lead_to_the_list_without_them(catalogue):
    chips = ask(PRODUCTS, theme="resilience", type="report", q="heat", city="essen").chips
    assert [chip.label for chip in chips] == ["“heat”", "Report or study", "Resilience", "Essen"]
    assert chips[1].url == "/knowledge/?q=heat&theme=resilience&city=essen"


def test_filters_that_only_links_lead_to_are_kept_by_the_form(catalogue):
    assert ask(PRODUCTS, city="essen", theme="resilience").kept == [("city", "essen")]


def test_results_stand_in_the_order_that_was_asked_for(catalogue):
    in_order = ["Bricks again", "Flood plan", "Heat for homes", "Reuse of halls"]
    assert titles(ask(PRODUCTS, sort="title")) == in_order
    assert ask(PRODUCTS).sort == "newest"
    assert ask(PRODUCTS, q="a").sort == "relevance"
