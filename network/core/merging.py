"""What to show where two people have changed the same thing at the same time: both texts, and nothing is lost.

A form carries a short sign of each value that it was opened on (``fingerprints``). When it comes back, the sign
tells which values were changed in it, and which somebody else has changed since.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext

AsSign = Callable[[Any], str]


class Stale(Exception):
    """Somebody has changed it since the form was opened; ``current`` is what it is now, if anything."""

    def __init__(self, current: Any) -> None:
        super().__init__()
        self.current = current


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that somebody else has changed: what stands there now, and whether the form has taken it over."""

    label: str
    text: str
    is_taken: bool


def as_text(value: Any) -> str:
    """Return a value as people read it, the same for the same value."""
    if isinstance(value, Mapping):
        return "\n".join(filter(None, (as_text(one) for one in value.values())))
    if isinstance(value, bool):
        return gettext("yes") if value else ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Iterable) and not isinstance(value, str | File):
        return ", ".join(sorted(str(one) for one in value))
    return "" if value is None else str(value).replace("\r\n", "\n")


def fingerprints(values: Mapping[str, Any], as_sign: AsSign = as_text) -> str:
    """Return the name and the sign of each value, as one line for a hidden field.

    ``as_sign`` is what two values are told apart by, where that is more than how they read.
    """
    return " ".join(f"{name}={_sign(values[name], as_sign)}" for name in values)


def merge(
    *,
    base: str,
    mine: Mapping[str, Any],
    theirs: Mapping[str, Any],
    labels: Mapping[str, Any],
    as_sign: AsSign = as_text,
    as_words: AsSign = as_text,
) -> tuple[dict[str, Any], list[Difference]]:
    """Return the values of both, and what the other one has changed since ``base`` was taken.

    What only the other one has changed is taken over; where both have changed a value, mine stays. A name that
    stands on one side only was added there, or taken away on the other; one that both took away is gone.
    ``as_sign`` is what two values are told apart by, ``as_words`` how people read the other one's.
    """
    signs = dict(part.split("=", 1) for part in base.split() if "=" in part)
    merged, differences = dict(mine), []
    for name in [*theirs, *(name for name in mine if name not in theirs)]:
        before = signs.get(name, "")
        now = _sign(theirs[name], as_sign) if name in theirs else ""
        own = _sign(mine[name], as_sign) if name in mine else ""
        if now in {before, own}:
            continue
        is_taken = own == before
        if is_taken and name in theirs:
            merged[name] = theirs[name]
        elif is_taken:
            del merged[name]
        label = str(labels.get(name, labels.get("", name)))
        differences.append(Difference(label, as_words(theirs[name]) if name in theirs else "", is_taken))
    return merged, differences


def _sign(value: Any, as_sign: AsSign) -> str:
    return hashlib.sha256(as_sign(value).encode()).hexdigest()[:12]
