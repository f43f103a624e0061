"""Counts results by the values of filters, and finds phrases: from rows of bits, one bit a document.

The engine counts what one question finds in a few milliseconds, but a list with four filters in use asks it
five questions. With the documents of each value as bits, each of these is a handful of operations on long
numbers. The rows of bits belong to one state of the index; until that has been asked a few times, the engine
counts.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import reduce
from itertools import chain
from operator import and_, or_
from typing import Any

from tantivy import DocAddress, Occur, Query

from network.search.queries import Narrowing, Part, Question, as_query, needed_parts, part_query
from network.search.results import Found, count_values, find, find_places, read_hits
from network.search.store import Reader

ASKED_BEFORE = 3  # times: reading the rows takes as long as some of the engine's counts, and changes end them
MOST_PARTS = 512  # words and phrases whose documents are remembered: 7 MB for 110,000 documents
# A row of bits takes as long for one document as for all: of a filter with many values, few documents are
# counted one by one.
MANY_VALUES, FEW_DOCUMENTS = 64, 1_000
MOST_AT_ONCE = 20_000  # documents of a question with a phrase: as many are listed in 8 ms
Counts = dict[str, int]


class Rows:
    """The documents of one state of the index as bits: those of each kind, value of a filter, word and phrase.

    Of words, few are in many documents, and readers ask for these again and again. What is in few documents is
    read in no time.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._starts: list[int] = []
        self._length = 0
        ends: dict[int, int] = {}
        for _score, place in self._hits(Query.all_query()):
            ends[place.segment_ord] = max(ends.get(place.segment_ord, 0), place.doc + 1)
        for segment in range(max(ends, default=-1) + 1):
            self._starts.append(self._length)
            self._length += ends.get(segment, 0)
        self._all = self._found(Query.all_query())
        self._values: dict[str, Counts] = {}
        self._columns: dict[str, list[tuple[str, ...]]] = {}
        self._parts: dict[tuple[Part | tuple[Part, ...], bool], int] = {}

    def _hits(self, query: Query) -> list:
        searcher = self._reader.searcher
        return searcher.search(query, max(1, searcher.num_docs), count=False).hits

    def _found(self, query: Query) -> int:
        """Return the documents that ``query`` finds."""
        return self._of_places(place for _score, place in self._hits(Query.const_score_query(query, 0.0)))

    def _of_places(self, places: Iterable[DocAddress]) -> int:
        """Return the documents at ``places``."""
        signs = bytearray(b"0" * self._length) or bytearray(b"0")
        starts, one = self._starts, ord("1")
        for place in places:
            signs[starts[place.segment_ord] + place.doc] = one
        return int(signs, 2)

    def _among(self, places: Iterable[DocAddress], found: int) -> list[DocAddress]:
        """Return those of ``places`` whose documents are ``found``, in the same order."""
        signs, starts = f"{found:0{self._length}b}", self._starts
        return [place for place in places if signs[starts[place.segment_ord] + place.doc] == "1"]

    def of_value(self, name: str, value: str) -> int:
        """Return the documents that have a value of a filter, or are of a kind."""
        known = self._values.get(name, {})
        # Not every city's documents are remembered, of which there may be thousands.
        return known[value] if value in known else self._read_value(name, value)

    def _read_value(self, name: str, value: str) -> int:
        return self._found(Query.term_query(self._reader.schema, name, value, "basic"))

    def of_filter(self, name: str) -> Counts:
        """Return the documents of each value of a filter."""
        if name not in self._values:
            values = count_values(self._reader, Query.all_query(), [name])[name]
            self._values[name] = {value: self._read_value(name, value) for value in values}
        return self._values[name]

    def of_question(self, question: Question) -> int:
        """Return the documents that a question finds."""
        if (whole := self._parts.get((question.parts, question.by_beginnings))) is not None:
            return whole
        needed, _helping = needed_parts(question, self._reader)
        rows = [self._of_part(part, question) for part in needed]
        return reduce(and_, rows) if rows else 0

    def knows(self, question: Question) -> bool:
        """Return whether the engine need not be asked for what a question finds."""
        asked = question.by_beginnings
        parts = needed_parts(question, self._reader)[0]
        return (question.parts, asked) in self._parts or all((part, asked) in self._parts for part in parts)

    def _of_part(self, part: Part, question: Question) -> int:
        """Return the documents that a word or phrase of a question finds."""
        key = part, question.by_beginnings
        found = self._parts.pop(key, None)
        if found is None:
            found = self._read_part(part_query(part, question, self._reader))
        return self._remembered(key, found)

    def _remembered(self, key: tuple[Part | tuple[Part, ...], bool], found: int) -> int:
        """Return ``found`` and remember it as the newest."""
        while len(self._parts) >= MOST_PARTS:
            self._parts.pop(next(iter(self._parts)), None)
        self._parts[key] = found
        return found

    def find_phrase(self, narrowing: Narrowing, *, limit: int, offset: int, order: str) -> Found | None:
        """Return a page of what a question with a phrase finds, with the number of all.

        The engine takes longer over phrases than over all else. So it is asked for the whole question once:
        what it finds is narrowed by the rows of bits to the page, and remembered for the numbers beside the
        filters. ``None`` where there is no phrase, where it is remembered already, or too much has it.
        """
        question, by_beginnings = narrowing.question, narrowing.question.by_beginnings
        phrases = [part for part in question.parts if len(part) > 1]
        if not phrases or all((phrase, by_beginnings) in self._parts for phrase in phrases):
            return None
        query = as_query(question, self._reader)
        places = find_places(self._reader, query, most=MOST_AT_ONCE, order=order)
        if places is None:
            return None
        self._remembered((question.parts, by_beginnings), self._of_places(places))
        found = self.of_narrowing(narrowing)
        shown = self._among(places, found)[offset : offset + limit]
        return Found(found.bit_count(), read_hits(self._reader, shown))

    def _read_part(self, query: Query) -> int:
        """Return the documents that ``query`` finds; where the others are fewer, these are read."""
        searcher = self._reader.searcher
        if searcher.search(Query.const_score_query(query, 0.0), 1).count * 2 <= searcher.num_docs:
            return self._found(query)
        everything = Query.all_query()
        others = self._found(Query.boolean_query([(Occur.Must, everything), (Occur.MustNot, query)]))
        return self._all ^ others

    def _of_documents(self, name: str) -> list[tuple[str, ...]]:
        """Return the values of a filter that each document has."""
        if name not in self._columns:
            column: list[tuple[str, ...]] = [()] * self._length
            alike: dict[tuple[str, ...], tuple[str, ...]] = {}
            for value, row in self.of_filter(name).items():
                for place in self._places(row):
                    values = (*column[place], value)
                    column[place] = alike.setdefault(values, values)
            self._columns[name] = column
        return self._columns[name]

    def _places(self, found: int) -> Iterator[int]:
        """Yield where the documents ``found`` stand among all."""
        signs = f"{found:0{self._length}b}"
        place = signs.find("1")
        while place >= 0:
            yield place
            place = signs.find("1", place + 1)

    def _any_of(self, name: str, values: Iterable[str]) -> int:
        return reduce(or_, (self.of_value(name, value) for value in values), 0)

    def parts(self, narrowing: Narrowing) -> dict[str, int]:
        """Return the documents that pass each filter in use, and by ``""`` all that is asked besides."""
        self.of_filter("kind")
        base = self._any_of("kind", narrowing.kinds)
        if narrowing.question:
            base &= self.of_question(narrowing.question)
        for name, values in narrowing.all_of.items():
            base = reduce(and_, (self.of_value(name, value) for value in values), base)
        chosen = {name: self._any_of(name, values) for name, values in narrowing.chosen.items() if values}
        return {"": base} | chosen

    def of_narrowing(self, narrowing: Narrowing) -> int:
        """Return the documents that pass everything."""
        return reduce(and_, self.parts(narrowing).values())

    def count(self, found: int, name: str, *, only: Collection[str] | None = None) -> Counts:
        """Return how many of the documents ``found`` have each value that any of them has."""
        rows = self.of_filter(name)
        if only is None and len(rows) >= MANY_VALUES and found.bit_count() <= FEW_DOCUMENTS:
            values = self._of_documents(name)
            return dict(Counter(chain.from_iterable(map(values.__getitem__, self._places(found)))))
        wanted = rows if only is None else {value: rows[value] for value in only if value in rows}
        numbers = ((value, (found & row).bit_count()) for value, row in wanted.items())
        return {value: number for value, number in numbers if number}


def find_narrowed(reader: Reader, narrowing: Narrowing, *, limit: int, offset: int, order: str) -> Found:
    """Return a page of what ``narrowing`` finds, with the number of all."""
    page: dict[str, Any] = {"limit": limit, "offset": offset, "order": order}
    rows: Rows | None = reader.memory.get("rows")
    if rows and rows.knows(narrowing.question) and not rows.of_narrowing(narrowing):
        return Found(0, [])
    found = rows.find_phrase(narrowing, **page) if rows else None
    return found or find(reader, narrowing.as_query(reader), **page)


def count(reader: Reader, narrowing: Narrowing) -> int:
    """Return how many results there are."""
    rows: Rows | None = reader.memory.get("rows")
    if rows and rows.knows(narrowing.question):
        return rows.of_narrowing(narrowing).bit_count()
    return find(reader, narrowing.as_query(reader)).count


def rows_of(reader: Reader) -> Rows | None:
    """Return the rows of bits, or ``None`` until this state of the index has been asked a few times."""
    asked = reader.memory["asked"] = reader.memory.get("asked", 0) + 1
    if asked <= ASKED_BEFORE:
        return None
    if "rows" not in reader.memory:
        reader.memory["rows"] = Rows(reader)
    return reader.memory["rows"]


def count_own_and_added(
    reader: Reader, narrowing: Narrowing, names: Collection[str]
) -> tuple[dict[str, Counts], dict[str, Counts]]:
    """Return, for each filter, how many of the results have each value, of a filter in use each chosen value;
    and for those in use, how many results each value that is not chosen would add.
    """
    used = {name: narrowing.chosen[name] for name in names if narrowing.chosen.get(name)}
    rows = rows_of(reader)
    return (
        _by_engine(reader, narrowing, names, used) if rows is None else _by_rows(rows, narrowing, names, used)
    )


def _by_engine(reader, narrowing, names, used) -> tuple[dict[str, Counts], dict[str, Counts]]:
    """Return the numbers as the engine counts them."""
    counts, added = count_values(reader, narrowing.as_query(reader), names), {}
    for name, chosen in used.items():
        own = counts[name]
        free = count_values(reader, narrowing.without(name).as_query(reader), [name])[name]
        added[name] = {v: more for v in free if v not in chosen and (more := free[v] - own.get(v, 0))}
        counts[name] = {value: own[value] for value in chosen if value in own}
    return counts, added


def _by_rows(rows, narrowing, names, used) -> tuple[dict[str, Counts], dict[str, Counts]]:
    """Return the numbers as the rows of bits have them."""
    parts = rows.parts(narrowing)
    everything = reduce(and_, parts.values())
    counts, added = {}, {}
    for name in names:
        if name not in used:
            counts[name] = rows.count(everything, name)
            continue
        free = reduce(and_, (part for other, part in parts.items() if other != name))
        counts[name] = rows.count(everything, name, only=used[name])
        # What a value would add is what has it without this filter, less what is among the results already.
        added[name] = rows.count(free & ~everything, name)
    return counts, added
