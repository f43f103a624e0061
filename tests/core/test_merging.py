"""Values that two people change: how they read, and what is made of both."""

from datetime import date

import pytest

from network.core.merging import Difference, as_text, fingerprints, merge


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("Two\r\nlines", "Two\nlines"),
        (1990, "1990"),
        (date(2026, 12, 3), "2026-12-03"),
        (["Heat", "Data"], "Data, Heat"),
        (True, "yes"),
        (False, ""),
        ({"title": "Tours", "year": None, "is_turn": True}, "Tours\nyes"),
    ],
)
def test_a_value_as_people_read_it(value, text):
    assert as_text(value) == text


def test_what_each_has_changed_is_kept():
    base = fingerprints({"title": "Heat", "themes": ["Data"], "on": None})
    mine = {"title": "Warmth", "themes": ["Data"], "on": None}
    theirs = {"title": "Heat for all", "themes": ["Heat", "Data"], "on": None}
    merged, differences = merge(base=base, mine=mine, theirs=theirs, labels={"title": "Title"})
    assert merged == {"title": "Warmth", "themes": ["Heat", "Data"], "on": None}
    assert differences == [
        Difference("Title", "Heat for all", False),
        Difference("themes", "Data, Heat", True),
    ]
