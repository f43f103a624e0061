"""How text becomes terms: the same for what is indexed and for what is asked.

Words are lower-cased and lose their accents, so that "lodz" finds Łódź. Each document's words are then reduced
to their stems by the rules of its own language; a question, whose language nobody knows, is asked in the stems
of every language that the index holds. Scripts that write no spaces (Chinese, Japanese, Thai, …) are cut into
single characters, and neighbours are found as a phrase.
"""

import unicodedata
from functools import cache, lru_cache

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

LONGEST_WORD = 60  # characters; what is longer is no word
UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
WORD = rf"[{UNSPACED}]\p{{M}}*|[\p{{L}}\p{{M}}\p{{N}}&&[^{UNSPACED}]]+"

# ISO 639-1 codes and the names of the Snowball stemmers that Tantivy carries.
STEMMERS = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}
# Snowball makes "ciudad" of "ciudades" and "ciud" of "ciudad": a second round brings the two together.
STEMMED_TWICE = {"es", "pt", "it"}
# Those of them whose commonest words it knows as well.
STOP_WORDS = {"da", "de", "en", "es", "fi", "fr", "hu", "it", "nl", "no", "pt", "ru", "sv"}


def clean(text: str) -> str:
    """Return ``text`` in composed characters, without control characters and with single spaces."""
    spaced = " ".join(text.split())
    if not spaced.isprintable():  # most texts are, and looking at every letter takes long
        spaced = "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") else c for c in spaced)
    return " ".join(unicodedata.normalize("NFKC", spaced).split())


def _base() -> TextAnalyzerBuilder:
    folded = TextAnalyzerBuilder(Tokenizer.regex(WORD)).filter(Filter.lowercase()).filter(Filter.ascii_fold())
    # "Straße" folds to "strasse": folding comes before anything that looks at letters.
    return folded.filter(Filter.remove_long(LONGEST_WORD))


@cache
def analyzer(language: str = "") -> TextAnalyzer:
    """Return the analyzer of a language by ISO 639-1 code; without a stemmer for it, words stay whole."""
    name = STEMMERS.get(language)
    if not name:
        return _base().build()
    stemmed = _base().filter(Filter.stemmer(name))
    return (stemmed.filter(Filter.stemmer(name)) if language in STEMMED_TWICE else stemmed).build()


@cache
def _stop_words(language: str) -> TextAnalyzer:
    return _base().filter(Filter.stopword(STEMMERS[language])).build()


@lru_cache(maxsize=4096)
def folded_words(text: str) -> tuple[str, ...]:
    """Return the words of ``text``, folded but whole."""
    return tuple(analyzer().analyze(text))


def folded(text: str) -> str:
    """Return ``text`` as its folded words: equal for titles that differ in accents and punctuation only."""
    return " ".join(analyzer().analyze(clean(text)))


@lru_cache(maxsize=16384)
def stems(word: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a folded ``word`` may be in documents of these languages, and the word itself."""
    found = [word]
    for language in languages:
        found += analyzer(language).analyze(word)
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=4096)
def is_stop_word(word: str, languages: tuple[str, ...]) -> bool:
    """Return whether a folded ``word`` is too common to be asked for in one of these languages."""
    return any(not _stop_words(code).analyze(word) for code in languages if code in STOP_WORDS)


def is_unspaced(word: str) -> bool:
    """Return whether ``word`` is a character of a script that writes no spaces between words."""
    return len(word) <= 3 and bool(_SINGLE.analyze(word))


_SINGLE = TextAnalyzerBuilder(Tokenizer.regex(rf"[{UNSPACED}]\p{{M}}*")).build()
