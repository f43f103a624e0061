"""Facts of a thing, label by label: what ``components/titleblock.html`` shows."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FactLink:
    """One of several values of a fact, with the address it leads to, if any."""

    label: str
    url: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value: plain ``text``, or ``links`` where there are several or one leads somewhere."""

    label: str
    text: Any = ""
    links: tuple[FactLink, ...] = ()
    wide: bool = False


def known(*facts: Fact) -> list[Fact]:
    """Return the facts that have a value: a label without one is never shown."""
    return [fact for fact in facts if fact.links or fact.text not in ("", None)]
