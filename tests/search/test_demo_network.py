"""On the demo network every number is true, and every product comes first for its title."""

import pytest

from cities.directory import DIRECTORY
from knowledge.models import KnowledgeIndexPage, KnowledgeProductPage, NewsIndexPage, PracticeIndexPage
from tests.search.asking import ask, count, titles

pytestmark = pytest.mark.same_on_every_database

SPECS = {
    "products": KnowledgeIndexPage.list_spec,
    "practices": PracticeIndexPage.list_spec,
    "news": NewsIndexPage.list_spec,
    "cities": DIRECTORY,
    "site": None,
}


def asked_for(spec) -> list[dict]:
    """Return nothing, the first value of each filter, words, and words with a value."""
    facets = ask(spec).facets
    first = [{facet.name: [c.value]} for facet in facets for c in facet.choices if c.count]
    return [{}, *first, {"q": "city"}, {"q": "city"} | first[0]]


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_alone_and_beside_any_other_value_each_number_is_what_choosing_gives(loaded, spec):
    counted: dict[str, int] = {}
    walked = 0
    for asked in asked_for(spec):
        for facet in ask(spec, **asked).facets:
            for choice in facet.choices:
                if choice.checked:
                    continue
                chosen = asked | {facet.name: [*asked.get(facet.name, []), choice.value]}
                key = repr(sorted((name, sorted(values)) for name, values in chosen.items()))
                if key not in counted:
                    counted[key] = count(spec, **chosen)
                assert counted[key] == choice.count, (asked, facet.name, choice)
                assert choice.disabled == (choice.count == 0)
                walked += 1
    assert walked > 400


def test_every_product_comes_first_for_its_exact_title(loaded):
    products = KnowledgeProductPage.objects.live()
    assert len(products) == 85
    for product in products:
        for spec in (SPECS["products"], None):
            assert titles(ask(spec, q=product.title))[0] == product.title


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("brownfield", "BRING Baseline Study"),
        ("lodz", "Łódź"),
        ("villes", "Le financement du développement urbain durable"),
        ("ciudad sostenible", "Promover ciudades sostenibles"),
        ("environnements", "L’environnement institutionnel des collectivités locales en Afrique"),
    ],
)
def test_what_a_city_official_types_is_found(loaded, asked, found):
    assert found in titles(ask(q=asked))


def test_accents_and_numbers_of_words_change_nothing(loaded):
    assert titles(ask(q="évaluation")) == titles(ask(q="evaluation")) != []
    assert titles(ask(q="parks")) == titles(ask(q="park")) != []


def test_a_typo_is_put_right(loaded):
    for typo in ("circulr", "ciircular", "cirkular", "circualr"):
        assert [chip.label for chip in ask(q=typo).corrections] == ["circular"]
