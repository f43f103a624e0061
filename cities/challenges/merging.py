"""What to show where two people have changed a challenge at the same time: both texts, and nothing is lost."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cities.models import Challenge

FIELDS = ("title", "summary", "context", "tried", "needed", "affected", "wanted_by", "source_url", "themes")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that somebody else has changed: what stands there now, and whether the form has taken it over."""

    label: str
    text: str
    is_taken: bool


def values_of(challenge: Challenge) -> dict[str, Any]:
    """Return what a form shows of a challenge."""
    values = {name: getattr(challenge, name) for name in FIELDS if name != "themes"}
    return values | {"themes": list(challenge.themes.all()) if challenge.pk else []}


def as_text(value: Any) -> str:
    """Return a field's value as one text, the same for the same value."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) or value is None:
        return value or ""
    return ", ".join(sorted(theme.name for theme in value))


def fingerprints(values: Mapping[str, Any]) -> str:
    """Return a short sign of each field's value: by it a form knows later which fields were changed in it."""
    return " ".join(_sign(values[name]) for name in FIELDS)


def _sign(value: Any) -> str:
    return hashlib.sha256(as_text(value).encode()).hexdigest()[:12]


def merge(
    *, base: str, mine: Mapping[str, Any], theirs: Mapping[str, Any], labels: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Difference]]:
    """Return the values of both, and what the other one has changed.

    What only the other one has changed is taken over. Where both have changed a field, mine stays.
    """
    signs = dict(zip(FIELDS, base.split(), strict=False))
    merged, differences = dict(mine), []
    for name in FIELDS:
        sign = signs.get(name, "")
        if _sign(theirs[name]) in {sign, _sign(mine[name])}:
            continue
        is_taken = _sign(mine[name]) == sign
        if is_taken:
            merged[name] = theirs[name]
        differences.append(Difference(str(labels[name]), as_text(theirs[name]), is_taken))
    return merged, differences
