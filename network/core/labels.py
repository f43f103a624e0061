"""The names of choices in the reader's language: looked up in the catalogues once, not once a row."""

from functools import lru_cache
from typing import Any

from django.utils.translation import get_language


def label_of(choices: type, value: Any) -> str:
    """Return the label of one of a field's ``choices``, or ``""`` for a value that is none of them."""
    return labels_of(choices).get(value, "")


def labels_of(choices: type) -> dict[Any, str]:
    """Return the labels of a field's ``choices`` by value; do not change them."""
    return _labels(choices, get_language())


@lru_cache(maxsize=256)
def _labels(choices: Any, language: str | None) -> dict[Any, str]:
    """Return the labels; ``language`` is the one in use, and only tells the answers apart."""
    return {value: str(label) for value, label in choices.choices}
