"""One row of a list, whatever it lists: what ``components/entry.html`` shows."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Picture:
    """Address and size of a cover, as a rendition has them."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A product, practice, news item or city as a row: ready values, so that the template fires no query.

    ``facts`` stand above the title (year, languages), ``notes`` below the summary (cities, file size).
    Empty strings in either are left out. ``cover`` is a Wagtail rendition or a ``Picture``; without one the
    theme's hatch is drawn, in one of four crops chosen by ``key``. In a list that was searched, ``title_parts``
    and ``summary_parts`` are the same texts in parts, each with whether it was asked for, and ``snippet_parts``
    is a passage of the text that was, with an ellipsis where it was cut.
    """

    title: str
    url: str
    kind: str = ""
    summary: str = ""
    theme: Any = None
    theme_url: str = ""
    published_on: date | None = None
    facts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    cover: Any = None
    key: int = 0
    language: str = ""
    title_parts: tuple[tuple[str, bool], ...] = ()
    summary_parts: tuple[tuple[str, bool], ...] = ()
    snippet_parts: tuple[tuple[str, bool], ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def crop(self) -> int:
        """The hatch's crop, 1 to 4, always the same for the same item."""
        return self.key % 4 + 1

    @property
    def tone(self) -> int:
        """The theme's tone, or slate where the item has no theme."""
        return self.theme.tone if self.theme else 6

    @property
    def hatch(self) -> str:
        """The theme's hatch, or the neutral one."""
        return self.theme.hatch if self.theme else "data"

    @property
    def has_notes(self) -> bool:
        """Whether any note has text."""
        return any(self.notes)
