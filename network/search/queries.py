"""What readers type, as a question to the index: words that all have to be found, and phrases in quotes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tantivy import Occur, Query, Schema

from network.search import analysis
from network.search.documents import LONGEST_PREFIX, sources
from network.search.schema import EXACT_TITLE_WEIGHT, TEXT_WEIGHTS
from network.search.store import Reader

LONGEST_QUESTION = 200  # characters
MOST_WORDS = 16
BEGINNING_WEIGHT = 10.0
QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
Chosen = Mapping[str, Sequence[str]]
Part = tuple[str, ...]  # a word, or the words of a phrase


@dataclass(frozen=True)
class Question:
    """What somebody asked: the text as it is shown again, and its words and phrases, folded.

    ``by_beginnings`` is whether a word also finds titles with a word that begins so.
    """

    text: str = ""
    parts: tuple[Part, ...] = ()
    shortened: bool = False
    by_beginnings: bool = False

    @cached_property
    def words(self) -> tuple[str, ...]:
        """All words, each once."""
        return tuple(dict.fromkeys(word for part in self.parts for word in part))

    def __bool__(self) -> bool:
        return bool(self.text)


def read_question(text: str) -> Question:
    """Return the question in ``text``. No input is an error: signs that mean nothing are passed over."""
    begun = analysis.clean(text[: LONGEST_QUESTION * 4])
    cleaned = begun[:LONGEST_QUESTION].strip()
    parts: list[Part] = []
    for quoted, plain in re.findall(r'"([^"]*)"|([^"]+)', cleaned.translate(QUOTES)):
        parts += [analysis.folded_words(quoted)] if quoted else _words(plain)
    kept: list[Part] = []
    for part in parts:
        if part and sum(map(len, kept)) + len(part) <= MOST_WORDS:
            kept.append(part)
    whole = len(kept) == len([part for part in parts if part])
    return Question(
        cleaned, tuple(kept), len(text) > LONGEST_QUESTION or len(begun) > len(cleaned) or not whole
    )


def _words(text: str) -> Iterable[Part]:
    """Yield each word alone; neighbours in a script without spaces are a phrase."""
    for chunk in text.split():
        run: list[str] = []
        for word in analysis.folded_words(chunk):
            if analysis.is_unspaced(word):
                run.append(word)
                continue
            if run:
                yield tuple(run)
                run = []
            yield (word,)
        if run:
            yield tuple(run)


@dataclass(frozen=True)
class Narrowing:
    """What a list is narrowed to: kinds, a question, and for each filter the chosen values, of which any will
    do.

    ``all_of`` holds values that must all be there.
    """

    kinds: tuple[str, ...]
    question: Question = field(default_factory=Question)
    chosen: Chosen = field(default_factory=dict)
    all_of: Chosen = field(default_factory=dict)

    def without(self, name: str) -> "Narrowing":
        """Return the same without a filter; ``q`` is the question."""
        question = Question() if name == "q" else self.question
        chosen = {key: values for key, values in self.chosen.items() if key != name}
        return Narrowing(self.kinds, question, chosen, self.all_of)

    def __bool__(self) -> bool:
        """Whether anything narrows the list beside its kinds."""
        return bool(self.question or any((*self.chosen.values(), *self.all_of.values())))

    def as_query(self, reader: Reader) -> Query:
        """Return the engine's query; only the question counts towards the score."""
        schema = reader.schema
        of_kinds = kind_queries(self.kinds, schema) if self else [_any_of(schema, "kind", self.kinds)]
        clauses = [(Occur.Must, query) for query in of_kinds]
        for name, values in self.chosen.items():
            if values:
                clauses.append((Occur.Must, _any_of(schema, name, values)))
        for name, values in self.all_of.items():
            clauses += [(Occur.Must, _any_of(schema, name, [value])) for value in values]
        if self.question:
            clauses.append((Occur.Must, as_query(self.question, reader)))
        return Query.boolean_query(clauses)


def kind_queries(kinds: Sequence[str], schema: Schema) -> list[Query]:
    """Return the query for documents of ``kinds``, beside others; none where these are all that there are.

    To ask for all of them would make the engine look at every document. Alone it has to be asked: the index
    holds its own state as a document that has a kind and nothing else.
    """
    known = {source.kind for source in sources.all()}
    return [] if known <= set(kinds) else [_any_of(schema, "kind", kinds)]


def _any_of(schema: Schema, name: str, values: Sequence[str]) -> Query:
    terms = [Query.term_query(schema, name, value, "basic") for value in values]
    found = terms[0] if len(terms) == 1 else Query.boolean_query([(Occur.Should, term) for term in terms])
    return Query.const_score_query(found, 0.0)


def index_languages(reader: Reader) -> tuple[str, ...]:
    """Return the languages of the documents, counted once in each state of the index."""
    if "languages" not in reader.memory:
        counted = reader.searcher.aggregate(
            Query.all_query(), {"language": {"terms": {"field": "language", "size": 200}}}
        )
        found = {bucket["key"] for bucket in counted["language"]["buckets"]}
        reader.memory["languages"] = tuple(sorted(found & set(analysis.STEMMERS) | {"en"}))
    return reader.memory["languages"]


def as_query(question: Question, reader: Reader) -> Query:
    """Return the query of a question: every word and phrase must be there, common words only help.

    A question of signs alone finds nothing.
    """
    needed, helping = needed_parts(question, reader)
    if not needed:
        return Query.empty_query()
    clauses = [(Occur.Must, part_query(part, question, reader)) for part in needed]
    clauses += [(Occur.Should, part_query(part, question, reader)) for part in helping]
    whole = Query.term_query(reader.schema, "title_key", analysis.folded(question.text))
    clauses.append((Occur.Should, Query.boost_query(Query.const_score_query(whole, 1.0), EXACT_TITLE_WEIGHT)))
    return Query.boolean_query(clauses)


def needed_parts(question: Question, reader: Reader) -> tuple[list[Part], list[Part]]:
    """Return the parts that have to be there, and the common words that only help.

    Of a question of common words alone, all have to be there.
    """
    languages = index_languages(reader)
    helping = [p for p in question.parts if len(p) == 1 and analysis.is_stop_word(p[0], languages)]
    needed = [part for part in question.parts if part not in helping]
    return (needed, helping) if needed else (helping, [])


def part_query(part: Part, question: Question, reader: Reader) -> Query:
    """Return where a word or phrase of a question is found."""
    languages = index_languages(reader)
    if len(part) > 1:
        return _phrase(part, reader, languages)
    asked = _word(part[0], reader, languages)
    if not question.by_beginnings:
        return asked
    return Query.boolean_query([(Occur.Should, asked), (Occur.Should, _beginning(part[0], reader))])


def _word(word: str, reader: Reader, languages: tuple[str, ...]) -> Query:
    """Return where one word is found, in any of its forms."""
    return Query.boolean_query(
        [
            (Occur.Should, Query.boost_query(Query.term_query(reader.schema, name, form, "freq"), weight))
            for form in analysis.stems(word, languages)
            for name, weight in TEXT_WEIGHTS.items()
        ]
    )


def _beginning(word: str, reader: Reader) -> Query:
    """Return which titles have a word that begins so; the whole word weighs more."""
    return Query.const_score_query(
        Query.term_query(reader.schema, "prefixes", word[:LONGEST_PREFIX]), BEGINNING_WEIGHT
    )


def _phrase(words: Part, reader: Reader, languages: tuple[str, ...]) -> Query:
    """Return where words stand beside each other, in the forms of any one language."""
    readings = {words}
    for language in languages:
        stemmed = [analysis.analyzer(language).analyze(word) for word in words]
        readings.add(tuple(forms[0] for forms in stemmed if forms))
    return Query.boolean_query(
        [
            (Occur.Should, Query.boost_query(Query.phrase_query(reader.schema, name, list(reading)), weight))
            for reading in readings
            if len(reading) == len(words)
            for name, weight in TEXT_WEIGHTS.items()
        ]
    )
