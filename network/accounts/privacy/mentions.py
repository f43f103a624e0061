"""Where others have written somebody's name or address, however they spelled it.

Letters are compared folded (“Łukasz” is “LUKASZ”), in Python: SQLite knows no case but that of English letters,
and neither it nor PostgreSQL the accents. Texts are read in chunks, so that memory does not grow with them.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape

from anyascii import anyascii
from django.apps import apps
from django.db import models
from django.db.models.functions import Cast
from wagtail.fields import StreamField

OURS = ("accounts", "cities", "core", "home", "knowledge", "media", "wagtailcore", "working_groups")
CHUNK = 100  # rows: a stored state of a page can be long
LONG_NAME = 5  # letters from which a name is looked for within words too: “Novak” in “Novaks”
# Structured texts are stored as JSON, one inside another with its signs escaped twice.
ESCAPED_LETTER = re.compile(r"\\+u([0-9a-f]{4})", re.IGNORECASE)
ESCAPED_SIGN = re.compile(r"\\+[nrtbf]|\\+(?=[\"/])")
PLAIN_TAG = re.compile(r"</?[a-z][a-z0-9]*/?>", re.IGNORECASE)


class _Letters(dict):
    """Each character's small English letters, looked up once."""

    def __missing__(self, code: int) -> str:
        self[code] = letters = anyascii(chr(code)).lower()
        return letters


_letters = _Letters()


def fold(text: str) -> str:
    """Return ``text``, plain, HTML or JSON, in small English letters: what reads alike comes out alike."""
    if "\\" in text:
        text = ESCAPED_LETTER.sub(lambda found: chr(int(found[1], 16)), text)
        text = ESCAPED_SIGN.sub(" ", text)
    if "<" in text:
        text = PLAIN_TAG.sub(" ", text)
    if "&" in text:
        text = unescape(text)
    return text.lower() if text.isascii() else text.translate(_letters)


def finder_of(
    name: str, addresses: Iterable[str], *, whole_words: bool = False
) -> Callable[[str], bool] | None:
    """Return what says of a text whether it holds the name or an address; ``None`` where there is neither.

    A short name has to be a word of its own, with ``whole_words`` every one: “Ana” also stands in “Montana”.
    """
    words = re.findall(r"\w+", fold(name))
    parts = [[fold(address)] for address in addresses]
    choices = [rf"(?<![\w.+-]){re.escape(address)}(?![\w-])" for (address,) in parts]
    if words:
        parts.append(words)
        choices.append(r"\W+".join(words))
        if whole_words or len("".join(words)) < LONG_NAME:
            choices[-1] = rf"(?<!\w){choices[-1]}(?!\w)"
    if not choices:
        return None
    pattern = re.compile("|".join(choices))

    def found_in(text: str) -> bool:
        folded = fold(text)
        # Most texts hold nothing of her, and to see that so is a hundred times faster than by a pattern.
        return any(all(part in folded for part in one) for one in parts) and bool(pattern.search(folded))

    return found_in


def mentions(name: str, addresses: Iterable[str]) -> Iterator[str]:
    """Yield where a text still holds the name or one of the addresses (``app.model:key:column``), for staff."""
    found_in = finder_of(name, addresses)
    if found_in is None:
        return
    for model in apps.get_models():
        if model._meta.app_label in OURS and not model._meta.proxy:
            yield from _mentions_in(model, found_in)


def _mentions_in(model: type[models.Model], found_in: Callable[[str], bool]) -> Iterator[str]:
    columns = _texts(model)
    if not columns:
        return
    rows = model._base_manager.order_by("pk").values_list(
        "pk", *(Cast(column, models.TextField()) for column in columns)
    )
    for key, *texts in rows.iterator(chunk_size=CHUNK):
        for column, text in zip(columns, texts, strict=True):
            if text and found_in(text):
                yield f"{model._meta.label_lower}:{key}:{column}"


def _texts(model: type[models.Model]) -> list[str]:
    """Return the columns of ``model`` in which people write, those that hold structured text among them."""
    kinds = (models.CharField, models.TextField, models.JSONField, StreamField)
    return [
        column.name
        for column in model._meta.local_concrete_fields
        if isinstance(column, kinds) and not column.choices and not column.primary_key
    ]
