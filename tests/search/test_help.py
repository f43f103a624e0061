"""Who finds nothing is helped: a letter put right, titles that begin so, and staff who read what was missed."""

import pytest

from knowledge.models import KnowledgeIndexPage
from network.core.models import Theme
from network.search import store, unanswered
from network.search.documents import sources
from network.search.models import UnansweredQuery
from network.search.store import open_reader
from network.search.suggestions import nearest_word, suggest
from tests.factories.cities import CityFactory
from tests.factories.knowledge import ProductFactory
from tests.search.asking import ask

PRODUCTS = KnowledgeIndexPage.list_spec


@pytest.fixture
def library(knowledge_index, reindex):
    for title in ("Circular economy", "Circular cities", "Brownfields reborn", "Économie circulaire"):
        knowledge_index.refresh_from_db()
        about = [Theme.objects.get(slug="resilience")]
        ProductFactory(parent=knowledge_index, title=title, summary="", themes=about)
    CityFactory(name="Łódź", slug="lodz")
    reindex()


def test_a_word_with_one_letter_wrong_is_put_right(library):
    for typo in ("circulr", "cicular", "circullar", "cirkular", "icrcular", "Circulár1"):
        listing = ask(PRODUCTS, q=typo)
        assert listing.count == 0
        assert [(chip.label, chip.count) for chip in listing.corrections] == [("circular", 2)]
        assert listing.corrections[0].url == "/knowledge/?q=circular"


def test_only_the_wrong_word_of_several_is_put_right_and_filters_stay(library):
    listing = ask(PRODUCTS, q="circulr economy", theme="resilience")
    assert [(chip.label, chip.count) for chip in listing.corrections] == [("circular economy", 1)]
    assert "theme=resilience" in listing.corrections[0].url


def test_what_would_find_nothing_is_offered_without_filters_or_not_at_all(library):
    correction = ask(PRODUCTS, q="circulr", theme="migration").corrections[0]
    assert (correction.url, correction.count) == ("/knowledge/?q=circular", 2)
    assert ask(PRODUCTS, q="qqqqqqqq").corrections == []
    assert nearest_word("brownfiel", open_reader()) == ""
    assert nearest_word("brownfield", open_reader()) == "brownfields"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("circ", "Circular"),
        ("circular c", "Circular cities"),
        ("cities circ", "Circular cities"),
        ("lod", "Łódź"),
        ("éco", "Économie circulaire"),
        ("reb", "Brownfields reborn"),
    ],
)
def test_titles_are_suggested_while_typing(library, typed, first):
    found = [hit.stored["title"] for hit in suggest(typed, ("product", "city"), open_reader())]
    assert found[0].startswith(first)


@pytest.mark.parametrize("typed", ["green", "green r", "green roofs on a", "green roofs on an"])
def test_a_title_that_begins_as_typed_stands_first_however_much_was_typed(typed, knowledge_index, reindex):
    for title in ("An old depot: green roofs on a", "A green roof on an annex", "Green roofs on an old depot"):
        knowledge_index.refresh_from_db()
        ProductFactory(parent=knowledge_index, title=title, summary="")
    reindex()
    found = [hit.stored["title"] for hit in suggest(typed, ("product",), open_reader())]
    assert found[0] == "Green roofs on an old depot"


def test_all_kinds_together_are_everything(library):
    kinds = [source.kind for source in sources.all()]
    found = {hit.stored["title"] for hit in suggest("c", tuple(kinds), open_reader())}
    assert found == {"Circular economy", "Circular cities", "Économie circulaire"}
    assert suggest("lod", tuple(kinds), open_reader())[0].kind == "city"


def test_suggestions_are_of_the_kinds_of_the_list(library):
    assert suggest("lod", ("product",), open_reader()) == []
    assert suggest("", ("product",), open_reader()) == []
    assert suggest(".*", ("product",), open_reader()) == []


def test_an_empty_list_shows_titles_that_begin_so(library):
    assert [s.title for s in ask(PRODUCTS, q="brownf").suggestions] == ["Brownfields reborn"]


def test_what_found_nothing_is_counted_once_a_day_without_who_asked(library):
    for words in ("Hydrogen trams", "hydrogen trams", "someone@example.org", "+49 170 1234567 89", "circular"):
        ask(PRODUCTS, q=words)
    ask(PRODUCTS, q="hydrogen trams", theme="resilience")
    ask(PRODUCTS, q="circular", theme_all=["resilience", "migration"])
    assert unanswered.collect() == 2
    rows = UnansweredQuery.objects.values_list("words", "path", "times")
    assert list(rows) == [("hydrogen trams", "/knowledge/", 2)]
    ask(PRODUCTS, q="hydrogen trams")
    assert unanswered.collect() == 1
    assert UnansweredQuery.objects.get().times == 3
    assert unanswered.collect() == 0


def test_a_line_that_was_cut_off_keeps_nothing_else_from_being_counted(library):
    cut = [
        '["2026-11-24", "/kn["2026-11-24", "/knowledge/", "tram"]',
        "",
        "7",
        '["no day", "/knowledge/", "tram"]',
    ]
    (store.home() / "unanswered.jsonl").write_text("\n".join([*cut, '["2026-11-24", "/knowledge/", "ferry"]']))
    assert unanswered.collect() == 1
    assert UnansweredQuery.objects.get().words == "ferry"
    assert unanswered.collect() == 0
