"""What a digest is made of: each app that has something new to tell gives a source with its list."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db.models import QuerySet

from network.mail.memo import Memo


@dataclass(frozen=True, slots=True)
class Want:
    """What one person wants to be told of one thing: ``of`` is its primary key in the source's list.

    What is new is what happened from ``start`` to ``until`` (without it); ``ahead`` is up to when what is
    coming concerns her. ``at_once`` is asked for by those who are told of a single change.
    """

    person: Any
    of: int
    start: datetime
    until: datetime
    ahead: datetime
    at_once: bool = False

    @property
    def window(self) -> tuple:
        """What is the same for all who are told the same."""
        return (self.of, self.start, self.until, self.ahead, self.at_once)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a digest, rendered for one person in her language and time zone.

    ``headline`` says in a few words what it holds. ``html`` stands on its own below the heading ``title``, with
    its styles on the elements; ``text`` is its plain twin. ``url`` is where there is more. ``name`` is what it
    is called inside a sentence, where that is not its title.
    """

    title: str
    headline: str
    html: str
    text: str
    url: str = ""
    name: str = ""

    @property
    def called(self) -> str:
        """What it is called inside a sentence."""
        return self.name or self.title


class Source(Protocol):
    """Where a list's part of the digests comes from."""

    def readable(self, people: Collection[int]) -> dict[int, dict[int, datetime]]:
        """Return what each person may read at this moment: since when, by the thing's primary key, by hers."""

    def readers(self, frequency: str) -> QuerySet:
        """Return the keys of the people who hear of at least one thing of the list this often."""

    def readers_at_once(self, of: int) -> QuerySet:
        """Return the keys of the people who hear at once of the thing ``of``."""

    def gather(self, wants: Sequence[Want], now: datetime, memo: Memo) -> dict[Want, Section]:
        """Return what is new, for those for whom anything is; with a number of queries that no want adds to.

        Each section is rendered in the language and the time zone of its person.
        """
