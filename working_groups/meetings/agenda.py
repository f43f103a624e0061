"""A timed agenda, written as lines: the minutes that a part takes, then what it is about."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

LINE = re.compile(r"\s*(?:(?P<minutes>\d{1,3})\s*(?:min\.?|minutes|')?\s+)?(?P<text>.+?)\s*")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an agenda: what it is about, and when it begins and how long it takes, where that is known."""

    text: str
    minutes: int | None = None
    begins: datetime | None = None


def parts_of(agenda: str, begins: datetime) -> list[Part]:
    """Return the parts of an agenda that begins at ``begins``.

    A line without minutes has no length; what follows it has no time, since nobody could say which.
    """
    found: list[Part] = []
    at: datetime | None = begins
    for line in agenda.splitlines():
        match = LINE.fullmatch(line)
        if not match:
            continue
        minutes = int(match["minutes"]) if match["minutes"] else None
        found.append(Part(match["text"], minutes, at))
        at = at + timedelta(minutes=minutes) if at and minutes is not None else None
    return found


def length_of(agenda: str) -> int:
    """Return how many minutes the parts take that say so."""
    return sum(part.minutes or 0 for part in parts_of(agenda, datetime.min))
