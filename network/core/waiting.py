"""What waits for a person: each app says what it is, the dashboard shows it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something to do: in a few words, where, by when; what weighs more stands further up."""

    title: str
    url: str
    text: str = ""
    due_at: datetime | None = None
    weight: int = 10


Gather = Callable[[Any, datetime], Iterable[Waiting]]


class WaitingRegistry:
    """What each app finds for a person; apps fill it in ``AppConfig.ready()``."""

    def __init__(self) -> None:
        self._gatherers: list[Gather] = []

    def register(self, gather: Gather) -> None:
        """Have ``gather(person, now)`` asked."""
        if gather not in self._gatherers:
            self._gatherers.append(gather)

    def gather(self, person: Any, *, now: datetime) -> list[Waiting]:
        """Return what waits for ``person``: what weighs most first, then what is due first."""
        found = [one for gather in self._gatherers for one in gather(person, now)]
        return sorted(found, key=lambda one: (-one.weight, one.due_at is None, one.due_at or now, one.title))


waiting = WaitingRegistry()
