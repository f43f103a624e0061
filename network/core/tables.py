"""What ``components/table.html`` draws."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; ``label`` is shown where the table reflows to a list."""

    text: Any = ""
    label: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of a table, under a heading where there is a ``title``; ``id`` is what a link leads to."""

    title: str = ""
    rows: list[Sequence[Cell]] = field(default_factory=list)
    id: str = ""
