"""Marks what was asked for in the texts of a result, and finds the passage of a body that has it."""

import re
from functools import lru_cache

from network.search import analysis
from network.search.queries import Question

Parts = tuple[tuple[str, bool], ...]
PASSAGE_WORDS = 32
BEFORE = 8  # words of a passage before the first hit
PLAIN_WORD = re.compile("[A-Za-z0-9]+")


@lru_cache(maxsize=1024)
def _forms(words: tuple[str, ...], language: str) -> frozenset[str]:
    """Return the forms that ``words`` have in a document of this language."""
    found = {form for word in words for form in analysis.analyzer(language).analyze(word)}
    common = {word for word in words if analysis.is_stop_word(word, ("en", language))}
    return frozenset(found - common if found - common else found)


@lru_cache(maxsize=16384)
def _form(word: str, language: str) -> str:
    """Return the form of one word in a document of this language; nothing for what is no word."""
    return next(iter(analysis.analyzer(language).analyze(word)), "")


def _words(text: str, language: str) -> list[tuple[int, int, str]]:
    """Return where the words of ``text`` begin and end, and their forms.

    In plain letters words are easily told apart, and most were met before: the analyzer takes five times as
    long.
    """
    if text.isascii():
        return [(*one.span(), _form(one[0], language)) for one in PLAIN_WORD.finditer(text)]
    tokens = analysis.analyzer(language).pre_tokenize(text).tokens
    return [(token.char_offset_from, token.char_offset_to, token.text) for token in tokens]


def mark(text: str, question: Question, language: str) -> Parts:
    """Return ``text`` in parts, each with whether it was asked for; nothing where nothing was."""
    wanted = _forms(question.words, language)
    if not wanted:
        return ()
    spans = [(start, end) for start, end, form in _words(text, language) if form in wanted]
    return _cut(text, spans) if spans else ()


def passage(text: str, question: Question, language: str) -> Parts:
    """Return the few words around the first hit in ``text``, in parts as ``mark()`` does."""
    wanted = _forms(question.words, language)
    words = _words(text, language) if wanted else []
    first = next((place for place, (_start, _end, form) in enumerate(words) if form in wanted), None)
    if first is None:
        return ()
    begin = max(0, first - BEFORE)
    shown = words[begin : begin + PASSAGE_WORDS]
    start, end = shown[0][0], shown[-1][1]
    spans = [(begun - start, ended - start) for begun, ended, form in shown if form in wanted]
    parts = _cut(text[start:end], spans)
    before = (("… ", False),) if begin else ()
    after = ((" …", False),) if begin + PASSAGE_WORDS < len(words) else ()
    return before + parts + after


def _cut(text: str, spans: list[tuple[int, int]]) -> Parts:
    """Return ``text`` cut at ``spans``; neighbours with nothing but a space between them are one."""
    parts: list[tuple[str, bool]] = []
    end = 0
    for start, stop in spans:
        gap = text[end:start]
        if parts and parts[-1][1] and not gap.strip():
            parts[-1] = (parts[-1][0] + gap + text[start:stop], True)
        else:
            if gap:
                parts.append((gap, False))
            parts.append((text[start:stop], True))
        end = stop
    if text[end:]:
        parts.append((text[end:], False))
    return tuple(parts)
