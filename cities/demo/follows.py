"""What the demo users follow."""

from datetime import datetime, timedelta

from cities.demo.load import find_city
from cities.following.services import follow
from network.accounts.models import User
from network.core.demo import once
from network.core.models import Theme

# Longer ago than the oldest that a first digest tells of.
BEFORE = timedelta(days=30)
FOLLOWED: list[tuple[str, list[str], list[str]]] = [
    ("coordinator", ["circular-economy", "climate-action-and-energy"], ["Essen"]),
    ("member", ["resilience"], ["Katowice"]),
    ("facilitator", ["circular-economy"], ["Katowice"]),
    ("newcomer", ["circular-economy"], []),
    ("partner", [], ["Katowice", "Essen"]),
]


def load(*, now: datetime) -> dict[str, int]:
    """Have the demo users follow themes and cities, once; return how many rows are new."""
    return {"themes and cities followed": sum(_load_person(*row, now=now) for row in FOLLOWED)}


def _load_person(address: str, themes: list[str], cities: list[str], *, now: datetime) -> int:
    person = User.objects.filter(email=f"{address}@interurban.example").first()
    if person is None:
        return 0
    with once(f"follows:{address}") as new:
        if not new:
            return 0
        found = [*Theme.objects.filter(slug__in=themes), *filter(None, map(find_city, cities))]
        for followed in found:
            follow(person=person, followed=followed, now=now - BEFORE)
        return len(found)
