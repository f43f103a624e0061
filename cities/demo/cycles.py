"""Loads the demo cycles: two from before, as their source tells of them, and one whose vote is open."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from cities.cycles.enums import CycleState, EntryState
from cities.demo.load import FOLDER, find_city
from cities.models import Challenge, ChallengeCycle, CycleEntry
from network.core.demo import once
from network.core.vocabulary import read_rows

FILE = FOLDER / "cycles.csv"
SOURCE = "https://urbantransitions.org/challenges/"
RECORDED = (2020, 2021)
RUNNING = "running"
PLACES = 3
# When the running cycle's moments lie, in days from the day of loading.
DAYS = {"call_opens_at": -60, "call_closes_at": -20, "vote_opens_at": -6, "vote_closes_at": 15}
CRITERIA = """\
Other member cities have the same question.
The city says who is affected, and works with them.
Something can be shown within a year."""
DESCRIPTION = (
    "Member cities enter what they cannot solve alone and choose together what the network works on next."
)


def load() -> dict[str, int]:
    """Load the cycles with those of their challenges that are in the portal; return how many were new."""
    rows = list(read_rows(FILE))
    loaded = sum(_load_recorded(year, [row for row in rows if row["cycle"] == str(year)]) for year in RECORDED)
    loaded += _load_running([row for row in rows if row["cycle"] == RUNNING])
    return {"challenge cycles": loaded}


def _load_recorded(year: int, rows: list[dict[str, str]]) -> bool:
    """Load a cycle from before: what was selected is known, how cities voted is not."""
    with once(f"cycle:{year}") as new:
        if not new or ChallengeCycle.objects.filter(year=year).exists():
            return False
        cycle = ChallengeCycle.objects.create(
            year=year,
            title=f"Challenge cycle {year}",
            state=CycleState.RECORDED,
            places=len(rows),
            source_url=SOURCE,
        )
        _enter(cycle, rows, selected=True)
        return True


def _load_running(rows: list[dict[str, str]]) -> bool:
    """Load a cycle of this year with an open vote; nobody real has entered or voted in it."""
    with once("cycle:running") as new:
        today = datetime.combine(timezone.now().date(), datetime.min.time(), tzinfo=UTC)
        if not new or ChallengeCycle.objects.filter(year=today.year).exists():
            return False
        dates = {name: today + timedelta(days=days, hours=10) for name, days in DAYS.items()}
        cycle = ChallengeCycle.objects.create(
            year=today.year,
            title=f"Challenge cycle {today.year}",
            state=CycleState.ANNOUNCED,
            places=PLACES,
            description=DESCRIPTION,
            criteria=CRITERIA,
            **dates,
        )
        _enter(cycle, rows, selected=False)
        return True


def _enter(cycle: ChallengeCycle, rows: list[dict[str, str]], *, selected: bool) -> None:
    """Enter the challenges of ``rows`` that the portal has."""
    for row in rows:
        city = find_city(row["city"], row["country_iso2"])
        challenge = Challenge.objects.filter(city=city, title=row["challenge"]).first() if city else None
        if challenge is None:
            continue
        at = cycle.call_opens_at + timedelta(days=9) if cycle.call_opens_at else challenge.created_at
        CycleEntry.objects.create(
            cycle=cycle,
            challenge=challenge,
            city=city,
            number=cycle.entries.count() + 1,
            state=EntryState.ACCEPTED,
            selected=selected,
            submitted_at=at,
            decided_at=at,
        )
