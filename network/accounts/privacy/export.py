"""A person's own data, as she can take it away."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from network.accounts.models import User
from network.core.identity import read_network
from network.core.personal_data import personal_data


def own_data(person: User, *, now: datetime) -> dict[str, Any]:
    """Return what the portal holds of ``person``: each kind with its title, its purpose and its rows."""
    return {
        "network": read_network().name,
        "person": person.email,
        "made": now.isoformat(timespec="seconds"),
        "holdings": [
            {
                "key": holding.key,
                "title": str(holding.title),
                "why": str(holding.why),
                "rows": holding.of(person),
            }
            for holding in personal_data.all()
            if holding.rows
        ],
    }


def as_read(data: dict[str, Any]) -> dict[str, Any]:
    """Return the same with each value as one text, as people read it."""
    holdings = [
        holding | {"rows": [{label: _text(value) for label, value in row.items()} for row in holding["rows"]]}
        for holding in data["holdings"]
    ]
    return data | {"holdings": holdings}


def _text(value: Any) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return gettext("yes")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
