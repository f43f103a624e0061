"""What a reader may have meant: titles that begin as she types, and words that differ by one letter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tantivy import Occur, Query, Schema

from network.search import analysis
from network.search.documents import BETWEEN, LONGEST_PREFIX
from network.search.queries import Question, index_languages, kind_queries, read_question
from network.search.results import Hit, find
from network.search.store import Reader

MOST = 8
SHORTEST_CORRECTED = 4  # letters: below that, nearly every word is one letter from another
ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ", "αβγδεζηθικλμνξοπρσςτυφχψω")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A thing whose title begins as typed."""

    title: str
    url: str
    kind: str
    language: str = ""


def suggest(text: str, kinds: tuple[str, ...], reader: Reader) -> list[Hit]:
    """Return the first few documents whose title has every word of ``text``, the last one as a beginning."""
    words = analysis.folded_words(analysis.clean(text[:200]))[:8]
    if not words:
        return []
    schema = reader.schema
    clauses = [(Occur.Must, of_kinds) for of_kinds in kind_queries(kinds, schema)]
    clauses += [(Occur.Must, Query.term_query(schema, "title_words", word)) for word in words[:-1]]
    beginning = Query.term_query(schema, "prefixes", words[-1][:LONGEST_PREFIX])
    clauses.append((Occur.Must, beginning))
    # A title that begins so stands above one that has the word further on.
    begun = _begins_with(words, schema)
    clauses.append((Occur.Should, Query.boost_query(Query.const_score_query(begun, 1.0), 100.0)))
    return find(reader, Query.boolean_query(clauses), limit=MOST).hits


def _begins_with(words: Sequence[str], schema: Schema) -> Query:
    """Return which titles begin with ``words``: a term of the index as long as one is that long."""
    typed = BETWEEN.join(words)
    if len(typed) <= LONGEST_PREFIX:
        return Query.term_query(schema, "begins", typed)
    return Query.regex_query(schema, "title_key", f"{' '.join(words)}.*")


def corrected(question: Question, reader: Reader) -> Question | None:
    """Return the question with its unknown words put right, or ``None`` where there is nothing to put right.

    A word that the index does not have is replaced by the most frequent one that is one letter away.
    """
    languages = index_languages(reader)
    replaced = {}
    for word in question.words:
        if len(word) >= SHORTEST_CORRECTED and not _is_known(word, reader, languages):
            nearest = nearest_word(word, reader)
            if nearest:
                replaced[word] = nearest
    if not replaced:
        return None
    spelled = read_question(" ".join(_spelled(part, replaced) for part in question.parts))
    return replace(spelled, by_beginnings=question.by_beginnings)


def _spelled(part: tuple[str, ...], replaced: dict[str, str]) -> str:
    words = " ".join(replaced.get(word, word) for word in part)
    return f'"{words}"' if len(part) > 1 and not analysis.is_unspaced(part[0]) else words


def _is_known(word: str, reader: Reader, languages: tuple[str, ...]) -> bool:
    """Return whether any document has the word in any form."""
    if reader.searcher.doc_freq("words", word):
        return True
    return any(reader.searcher.doc_freq("title", form) for form in analysis.stems(word, languages))


def nearest_word(word: str, reader: Reader) -> str:
    """Return the most frequent word of the index that is one letter away from ``word``, or ``""``."""
    frequency = reader.searcher.doc_freq
    best = max(one_edit_away(word), key=lambda other: frequency("words", other), default="")
    return best if best and frequency("words", best) else ""


def one_edit_away(word: str) -> Iterable[str]:
    """Return every word that one letter more, less or other, or two letters swapped, make of ``word``.

    The method is Peter Norvig's, "How to Write a Spelling Corrector" (2007).
    """
    letters = next((alphabet for alphabet in ALPHABETS if word[0] in alphabet), ALPHABETS[0])
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    found = {left + right[1:] for left, right in halves if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    found |= {left + letter + right[1:] for left, right in halves if right for letter in letters}
    found |= {left + letter + right for left, right in halves for letter in letters}
    return sorted(found - {word})
