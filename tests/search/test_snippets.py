"""What was asked for is marked in the same places, however the words of a text are told apart."""

import pytest

from network.search import snippets
from network.search.analysis import analyzer
from network.search.queries import read_question

TEXTS = [
    "",
    "Parks, gardens and the city's 3 re-used park-and-ride places (2nd edition)",
    "under_score a1b2 x" + "y" * 70 + " C3PO e.g. l'eau O'Neill 1990–2000".replace("–", "-"),
    "THE RIVERS of rivers' river; funding funds fund",
]


@pytest.mark.parametrize("language", ["en", "fr", "es", "pl"])
@pytest.mark.parametrize("text", TEXTS)
def test_plain_words_are_those_of_the_analyzer(text, language):
    tokens = analyzer(language).pre_tokenize(text).tokens
    expected = [(token.char_offset_from, token.char_offset_to, token.text) for token in tokens]
    assert [word for word in snippets._words(text, language) if word[2]] == expected


def test_words_are_marked_in_plain_letters_and_in_others():
    question = read_question("river eau")
    for text in ("The Rivers of eau", "The Rivers of eau – Łódź"):
        assert snippets.mark(text, question, "en")[:4] == (
            ("The ", False),
            ("Rivers", True),
            (" of ", False),
            ("eau", True),
        )
    assert snippets.mark("A riverside", question, "en") == ()
