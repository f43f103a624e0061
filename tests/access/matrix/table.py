"""The matrix as written down, and every address that the portal has."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.access.matrix.readers import named

HERE = Path(__file__).parent
EDITORS_AREA = "admin/"


@dataclass(frozen=True, slots=True)
class Row:
    """One address about one thing, who may read there and who may send."""

    address: str
    about: str
    readers: frozenset[str]
    senders: frozenset[str]

    def may(self, reader: str, method: str) -> bool:
        """Return whether ``reader`` may use ``method``: nobody may use what is not there."""
        if method in ("GET", "HEAD"):
            return reader in self.readers
        return method == "POST" and reader in self.senders


def rows(name: str) -> list[Row]:
    """Return the rows of the table ``name``."""
    return [Row(address, about, named(read), named(sent)) for address, about, read, sent in cells(name)]


def cells(name: str) -> list[list[str]]:
    """Return the lines of the table ``name``, cell by cell."""
    lines = (HERE / f"{name}.txt").read_text().splitlines()
    return [[cell.strip() for cell in line.split("|")] for line in lines if line and not line.startswith("#")]


@dataclass(frozen=True, slots=True)
class Address:
    """An address of the portal: its route, its name with the namespaces, and what it takes."""

    route: str
    name: str
    parameters: dict[str, Any]
    is_regular_expression: bool

    @property
    def key(self) -> str:
        """What the tables call it: the route, or the name where the route is a regular expression."""
        return self.name if self.is_regular_expression else self.route


def addresses(resolver: Any = None, before: str = "", namespaces: str = "") -> Iterator[Address]:
    """Yield every address that the portal answers, those of its libraries included."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            space = f"{namespaces}{pattern.namespace}:" if pattern.namespace else namespaces
            yield from addresses(pattern, route, space)
        elif isinstance(pattern, URLPattern):
            takes = getattr(pattern.pattern, "converters", {})
            regular = "^" in route or "(?P" in route
            yield Address(route, f"{namespaces}{pattern.name or ''}", takes, regular)
