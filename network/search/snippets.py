"""Marks what was asked for in the texts of a result, and finds the passage of a body that has it."""

from functools import lru_cache

from network.search import analysis
from network.search.queries import Question

Parts = tuple[tuple[str, bool], ...]
PASSAGE_WORDS = 32
BEFORE = 8  # words of a passage before the first hit


@lru_cache(maxsize=1024)
def _forms(words: tuple[str, ...], language: str) -> frozenset[str]:
    """Return the forms that ``words`` have in a document of this language."""
    found = {form for word in words for form in analysis.analyzer(language).analyze(word)}
    common = {word for word in words if analysis.is_stop_word(word, ("en", language))}
    return frozenset(found - common if found - common else found)


def mark(text: str, question: Question, language: str) -> Parts:
    """Return ``text`` in parts, each with whether it was asked for; nothing where nothing was."""
    wanted = _forms(question.words, language)
    if not wanted:
        return ()
    tokens = analysis.analyzer(language).pre_tokenize(text).tokens
    spans = [(t.char_offset_from, t.char_offset_to) for t in tokens if t.text in wanted]
    return _cut(text, spans) if spans else ()


def passage(text: str, question: Question, language: str) -> Parts:
    """Return the few words around the first hit in ``text``, in parts as ``mark()`` does."""
    wanted = _forms(question.words, language)
    tokens = analysis.analyzer(language).pre_tokenize(text).tokens if wanted else []
    first = next((place for place, token in enumerate(tokens) if token.text in wanted), None)
    if first is None:
        return ()
    begin = max(0, first - BEFORE)
    shown = tokens[begin : begin + PASSAGE_WORDS]
    start, end = shown[0].char_offset_from, shown[-1].char_offset_to
    spans = [(t.char_offset_from - start, t.char_offset_to - start) for t in shown if t.text in wanted]
    parts = _cut(text[start:end], spans)
    before = (("… ", False),) if begin else ()
    after = ((" …", False),) if begin + PASSAGE_WORDS < len(tokens) else ()
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
