"""Words are found in all their forms, and nothing that is typed is an error."""

import pytest

from knowledge.models import KnowledgeIndexPage, PracticeIndexPage
from network.core.markup import entry_row
from network.core.models import Theme
from network.search.queries import read_question
from tests.factories.cities import CityFactory
from tests.factories.knowledge import NewsFactory, PracticeFactory, ProductFactory
from tests.search.asking import ask, titles

PRODUCTS = KnowledgeIndexPage.list_spec
PRACTICES = PracticeIndexPage.list_spec

TITLES = [
    ("en", "Parks on former brownfields"),
    ("en", "Circular economy in ten steps"),
    ("en", "Economy of a circular kind, with a longer title"),
    ("fr", "Évaluation des villes industrielles"),
    ("es", "Promover ciudades sostenibles"),
    ("de", "Städte und ihre Flüsse"),
    ("zh", "城市更新与工业遗产"),
    ("ar", "تجديد المدن الصناعية"),
    ("pl", "Żółta łódź na rzece"),
    ("ja", "都市の循環経済"),
    ("th", "เมืองสีเขียว"),
    ("ru", "Промышленные города"),
]


@pytest.fixture
def library(knowledge_index, reindex):
    for language, title in TITLES:
        knowledge_index.refresh_from_db()
        about = [Theme.objects.get(slug="resilience")]
        ProductFactory(parent=knowledge_index, title=title, language=language, summary="", themes=about)
    CityFactory(name="Łódź", slug="lodz")
    reindex()


FORMS = [
    ("brownfield", "Parks on former brownfields"),
    ("park", "Parks on former brownfields"),
    ("PARKS", "Parks on former brownfields"),
    ("lodz", "Łódź"),
    ("łódź", "Łódź"),
    ("Ło\u0301dz\u0301", "Łódź"),
    ("evaluation", "Évaluation des villes industrielles"),
    ("évaluation", "Évaluation des villes industrielles"),
    ("évaluer", "Évaluation des villes industrielles"),
    ("ville industrielle", "Évaluation des villes industrielles"),
    ("ciudad", "Promover ciudades sostenibles"),
    ("sostenible", "Promover ciudades sostenibles"),
    ("stadt", "Städte und ihre Flüsse"),
    ("Fluss", "Städte und ihre Flüsse"),
    ("城市", "城市更新与工业遗产"),
    ("工业遗产", "城市更新与工业遗产"),
    ("المدن", "تجديد المدن الصناعية"),
    ("循環", "都市の循環経済"),
    ("เมือง", "เมืองสีเขียว"),
    ("город", "Промышленные города"),
    ("zolta lodz", "Żółta łódź na rzece"),
]


def test_a_word_is_found_in_its_forms_and_without_its_accents(library):
    missed = [(asked, found) for asked, found in FORMS if found not in titles(ask(q=asked))]
    assert not missed


def test_characters_of_a_script_without_spaces_are_found_as_they_stand_together(library):
    assert titles(ask(q="市城")) == []


def test_accents_make_no_difference_to_what_is_found(library):
    assert titles(ask(q="évaluation")) == titles(ask(q="evaluation"))


def test_a_phrase_is_found_in_its_order_only(library):
    assert titles(ask(q='"circular economy"')) == ["Circular economy in ten steps"]
    assert len(titles(ask(q="circular economy"))) == 2
    assert titles(ask(q="“circular economy”")) == ["Circular economy in ten steps"]


def test_every_word_has_to_be_there_but_common_ones_only_help(library):
    assert titles(ask(q="circular brownfield")) == []
    assert titles(ask(q="the parks of brownfields")) == ["Parks on former brownfields"]


def test_the_title_itself_comes_first(library):
    for _language, title in TITLES:
        assert titles(ask(PRODUCTS, q=title))[0] == title


def test_titles_come_before_summaries_labels_and_texts(knowledge_index, practice_index, reindex):
    essen = CityFactory(name="Essen", slug="essen")
    rows = [
        ("Text", {"body": [("text", "<p>The canal was cleaned.</p>")]}),
        ("Label", {"publisher": "Canal Institute"}),
        ("Summary", {"summary": "Along the canal, houses were built by the people."}),
        ("The canal", {}),
    ]
    for title, fields in rows:
        knowledge_index.refresh_from_db()
        ProductFactory(parent=knowledge_index, title=title, cities=[essen], **({"summary": ""} | fields))
    reindex()
    assert titles(ask(PRODUCTS, q="canal")) == ["The canal", "Summary", "Label", "Text"]


def test_of_equal_hits_the_newer_one_comes_first(news_index, reindex):
    from datetime import date

    for year in (2010, 2024, 2017):
        news_index.refresh_from_db()
        NewsFactory(parent=news_index, title=f"Tram {year}", published_on=date(year, 1, 1))
    reindex()
    assert titles(ask(q="tram")) == ["Tram 2024", "Tram 2017", "Tram 2010"]


HOSTILE = [
    '"',
    '""',
    '"""',
    "'",
    "' OR 1=1 --",
    "NEAR(",
    "NEAR(a b)",
    "a NEAR b",
    "AND",
    "OR NOT",
    "NOT",
    "title:secret",
    "kind:_state",
    "key:_state",
    "_state",
    "[a TO z]",
    "{* TO *}",
    "*",
    "?",
    "a*b?c",
    "/.*/",
    "(((((",
    ")))",
    "a^99999",
    "a~9",
    "%s %d %(x)s %",
    "\\",
    '\\\\"',
    "\x00",
    "a\x00b",
    "\x07\x1b[31m",
    "\u202e\u200f",
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "../../etc/passwd",
    "+-!&|",
    "-brownfield",
    "a" * 10_000,
    "wort " * 2_000,
    "𝕔𝕚𝕥𝕪",
    "😀😀",
    "\n\r\t",
    "IN +",
]


@pytest.mark.parametrize("spec", [None, PRODUCTS], ids=["site", "products"])
def test_no_input_is_an_error_or_finds_what_is_no_content(library, spec):
    assert len(HOSTILE) >= 40
    for asked in HOSTILE:
        listing = ask(spec, q=asked)
        assert listing.count == len(listing.entries), asked
        assert all(entry.url for entry in listing.entries), asked


def test_a_long_question_is_shortened_and_the_page_says_so(library):
    assert ask(q="brownfield " * 400).shortened
    assert not ask(q="brownfield").shortened
    assert len(read_question("x" * 10_000).text) == 200


def test_without_a_question_everything_is_listed(library):
    assert ask(PRODUCTS, q="   ").count == len(TITLES)


def test_what_was_asked_for_is_marked(practice_index, reindex):
    PracticeFactory(
        parent=practice_index,
        title="Old halls",
        summary="What a city did.",
        solution=f"<p>{'Many words stand before it. ' * 9}Then gasometers became theatres &lt;b&gt;.</p>",
    )
    reindex()
    entry = ask(PRACTICES, q="halls").entries[0]
    assert entry.title_parts == (("Old ", False), ("halls", True))
    entry = ask(PRACTICES, q="gasometer").entries[0]
    assert ("gasometers", True) in entry.snippet_parts
    assert entry.snippet_parts[0] == ("… ", False)
    row = entry_row(entry)
    assert '<p class="entry__snippet">… ' in row  # said once, and only where something was left out
    assert row.count("…") == 1
