"""What a form shows of a challenge, and how two people's changes of it are brought together."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cities.models import Challenge
from network.core import merging
from network.core.merging import Difference

FIELDS = ("title", "summary", "context", "tried", "needed", "affected", "wanted_by", "source_url", "themes")


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
    return merging.fingerprints({name: values[name] for name in FIELDS}, as_text)


def merge(
    *, base: str, mine: Mapping[str, Any], theirs: Mapping[str, Any], labels: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Difference]]:
    """Return the values of both, and what the other one has changed."""
    return merging.merge(base=base, mine=mine, theirs=theirs, labels=labels, as_text=as_text)
