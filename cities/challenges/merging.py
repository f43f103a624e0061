"""What a form shows of a challenge, and by what two people's changes of it are told apart."""

from collections.abc import Mapping
from typing import Any

from cities.models import Challenge
from network.core import merging

FIELDS = ("title", "summary", "context", "tried", "needed", "affected", "wanted_by", "source_url", "themes")


def values_of(challenge: Challenge) -> dict[str, Any]:
    """Return what a form shows of a challenge."""
    values = {name: getattr(challenge, name) for name in FIELDS if name != "themes"}
    return values | {"themes": list(challenge.themes.all()) if challenge.pk else []}


def fingerprints(values: Mapping[str, Any]) -> str:
    """Return a short sign of each field's value: by it a form knows later which fields were changed in it."""
    return merging.fingerprints({name: values[name] for name in FIELDS})
