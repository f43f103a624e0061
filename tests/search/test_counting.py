"""Rows of bits count what the engine counts."""

from dataclasses import replace

import pytest

from network.search import counting
from network.search.counting import ASKED_BEFORE, Rows, count, count_own_and_added, find_narrowed, rows_of
from network.search.queries import Narrowing, read_question
from network.search.results import NEWEST, RELEVANCE, TITLE
from network.search.store import open_reader

pytestmark = pytest.mark.same_on_every_database

NAMES = ["type", "theme", "region", "country", "year", "evidence"]
PRODUCTS, BOTH = ("product",), ("product", "practice")
NARROWED = [
    Narrowing(PRODUCTS),
    Narrowing(BOTH, read_question("city")),
    Narrowing(PRODUCTS, read_question("heat"), {"theme": ["circular-economy", "resilience"]}),
    Narrowing(PRODUCTS, read_question("the urban city of")),  # common words only help
    Narrowing(PRODUCTS, read_question("the of")),
    Narrowing(BOTH, read_question('"circular economy" city')),
    Narrowing(BOTH, replace(read_question("circ"), by_beginnings=True)),
    Narrowing(BOTH, read_question("!?")),
    Narrowing(BOTH, chosen={"theme": ["resilience"], "region": ["europe", "africa"], "year": ["2024"]}),
    Narrowing(BOTH, chosen={"city": ["essen"]}, all_of={"theme": ["circular-economy", "resilience"]}),
    Narrowing(("nothing",), read_question("no such word"), {"type": ["no-such-type"]}),
]
PHRASES = [
    Narrowing(BOTH, read_question('"circular economy"')),
    Narrowing(BOTH, read_question('"the city"')),
    Narrowing(BOTH, read_question('"of the" the city'), {"region": ["europe", "africa"]}),
    Narrowing(BOTH, replace(read_question('"circular economy" cit'), by_beginnings=True)),
    Narrowing(BOTH, read_question('"no such phrase" city')),
    Narrowing(
        PRODUCTS,
        read_question('"circular economy"'),
        {"theme": ["circular-economy"]},
        {"theme": ["resilience"]},
    ),
]


@pytest.mark.parametrize("one_by_one", [False, True])
@pytest.mark.parametrize("narrowing", [*NARROWED, *PHRASES])
def test_bits_and_engine_agree(narrowing, one_by_one, demo, reindex, monkeypatch):
    monkeypatch.setattr(counting, "MANY_VALUES", 0 if one_by_one else 1_000)
    reindex()
    reader = open_reader()
    by_engine = count_own_and_added(reader, narrowing, NAMES)
    reader.memory["asked"] = ASKED_BEFORE
    assert count_own_and_added(reader, narrowing, NAMES) == by_engine
    assert "rows" in reader.memory


def test_the_rows_are_read_when_a_state_of_the_index_is_asked_again(demo, reindex):
    reindex()
    reader = open_reader()
    assert [rows_of(reader) for _time in range(ASKED_BEFORE)] == [None] * ASKED_BEFORE
    assert rows_of(reader) is rows_of(reader)


def test_only_the_newest_words_are_remembered(demo, reindex, monkeypatch):
    reindex()
    monkeypatch.setattr(counting, "MOST_PARTS", 2)
    rows = Rows(open_reader())
    for words in ("city", "heat", "city park"):
        rows.of_question(read_question(words))
    assert [part for part, _by_beginnings in rows._parts] == [("city",), ("park",)]


@pytest.mark.parametrize("order", [RELEVANCE, NEWEST, TITLE])
@pytest.mark.parametrize("narrowing", [*NARROWED, *PHRASES])
def test_pages_found_by_bits_and_by_the_engine_are_the_same(narrowing, order, demo, reindex):
    reindex()
    reader = open_reader()
    pages = [{"limit": 5, "offset": offset, "order": order} for offset in (0, 5, 1000)]
    by_engine = [find_narrowed(reader, narrowing, **page) for page in pages]
    rows = reader.memory["rows"] = Rows(reader)
    assert [find_narrowed(reader, narrowing, **page) for page in pages] == by_engine
    has_phrase = any(len(part) > 1 for part in narrowing.question.parts)
    assert (rows.find_phrase(narrowing, **pages[0]) is not None) == has_phrase


@pytest.mark.parametrize("narrowing", [*NARROWED, *PHRASES])
def test_bits_and_engine_count_the_same_results(narrowing, demo, reindex):
    reindex()
    reader = open_reader()
    by_engine = count(reader, narrowing)
    rows = reader.memory["rows"] = Rows(reader)
    assert count(reader, narrowing) == by_engine
    reader.memory["asked"] = ASKED_BEFORE
    count_own_and_added(reader, narrowing, NAMES)
    assert rows.knows(narrowing.question)
    assert count(reader, narrowing) == by_engine


def test_a_phrase_that_much_has_is_found_by_the_engine(demo, reindex, monkeypatch):
    reindex()
    reader = open_reader()
    narrowing = Narrowing(BOTH, read_question('"circular economy"'))
    by_engine = count_own_and_added(reader, narrowing, NAMES)
    rows = reader.memory["rows"] = Rows(reader)
    monkeypatch.setattr(counting, "MOST_AT_ONCE", 1)
    page = {"limit": 5, "offset": 0, "order": RELEVANCE}
    assert rows.find_phrase(narrowing, **page) is None
    assert find_narrowed(reader, narrowing, **page).count > 1
    reader.memory["asked"] = ASKED_BEFORE
    assert count_own_and_added(reader, narrowing, NAMES) == by_engine
    monkeypatch.undo()
    assert rows.find_phrase(narrowing, **page) is None  # it is remembered by now
