"""Facts of a thing, label by label: what ``components/titleblock.html`` shows."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


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


def readable_host(url: str) -> str:
    """Return who answers at an address: its host without “www.”."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def outside_link(url: str) -> tuple[FactLink, ...]:
    """Return a link that shows the host it leads to, as the links of a fact; none without an address."""
    return (FactLink(readable_host(url) or url, url),) if url else ()


def known(*facts: Fact) -> list[Fact]:
    """Return the facts that have a value: a label without one is never shown."""
    return [fact for fact in facts if fact.links or fact.text not in ("", None)]
