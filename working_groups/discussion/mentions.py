"""Finding who is named in a post: an @ and the full name of somebody in the group."""

import re
from collections.abc import Iterable
from typing import Any

AT = re.compile(r"(?<![\w@])@(?=\S)")


def named_in(text: str, people: Iterable[Any]) -> list[Any]:
    """Return those of ``people`` who are named in ``text``, in the order in which they are.

    Names are compared without regard to case and kind of space; of two names of which one begins with the
    other, the longer one counts where it is written. Two people of the same name are both named.
    """
    by_name: dict[str, list[Any]] = {}
    for person in people:
        by_name.setdefault(_folded(person.name), []).append(person)
    by_name.pop("", None)
    names = sorted(by_name, key=len, reverse=True)
    folded, found = _folded(text), []
    for place in AT.finditer(folded):
        name = next((one for one in names if _stands_at(folded, place.end(), one)), None)
        found += by_name[name] if name else []
    return list(dict.fromkeys(found))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _stands_at(text: str, start: int, name: str) -> bool:
    """Return whether ``name`` stands at ``start`` as a whole: what follows does not go on with the word."""
    after = text[start + len(name) : start + len(name) + 1]
    return text.startswith(name, start) and not (after.isalnum() or after == "_")
