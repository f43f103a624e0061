"""Which hour is fair: what o'clock an online meeting is in each city, and who gets up early this time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cities.models import City
from working_groups.meetings.times import moment

# What an hour costs whoever has to be there: nothing while offices are open, most in the middle of the night.
OFFICE, EDGE, EVENING, NIGHT = 0, 1, 2, 5
HALF_HOUR = timedelta(minutes=30)


def burden(hour: float) -> int:
    """Return what it costs to meet at an hour of the day, from 0 in office hours to 5 at night."""
    if 9 <= hour < 17:
        return OFFICE
    if 8 <= hour < 9 or 17 <= hour < 19:
        return EDGE
    if 7 <= hour < 8 or 19 <= hour < 22:
        return EVENING
    return NIGHT


@dataclass(frozen=True, slots=True)
class CityHour:
    """What o'clock it is in a city, by how many days later or earlier, and what that costs its people."""

    city: City
    at: datetime
    days: int
    burden: int

    @property
    def clock(self) -> str:
        """What the clock there shows: a template would turn ``at`` into the reader's own time."""
        return f"{self.at:%H:%M}"

    @property
    def day(self) -> date:
        """Which day it is there."""
        return self.at.date()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A moment to meet, with the hour in each city: what it costs all, and the worst off."""

    at: datetime
    hours: list[CityHour]

    @property
    def total(self) -> int:
        """What it costs all cities together."""
        return sum(hour.burden for hour in self.hours)

    @property
    def worst(self) -> int:
        """What it costs whoever is worst off."""
        return max((hour.burden for hour in self.hours), default=0)


def hours_of(cities: Iterable[City], at: datetime, zone: str) -> list[CityHour]:
    """Return what o'clock ``at`` is in each city, from west to east."""
    day = at.astimezone(ZoneInfo(zone)).date()
    found = []
    for city in cities:
        local = at.astimezone(ZoneInfo(city.time_zone))
        cost = burden(local.hour + local.minute / 60)
        found.append(CityHour(city, local, (local.date() - day).days, cost))
    return sorted(found, key=lambda hour: (hour.at.replace(tzinfo=None), hour.city.name))


def proposals(
    cities: list[City], day: date, zone: str, *, carried: dict[int, int] | None = None, shown: int = 5
) -> list[Proposal]:
    """Return the fairest half hours of a day on the wall of ``zone``, the best first.

    ``carried`` is, by a city's key, what earlier meetings of the series have cost it: whoever has borne much
    counts more, so that the burden goes round.
    """
    borne = carried or {}
    begins = datetime.combine(day, time(0))
    candidates = [moment(begins + HALF_HOUR * step, zone) for step in range(48)]
    found = [Proposal(at, hours_of(cities, at, zone)) for at in candidates]

    def unfairness(proposal: Proposal) -> tuple[int, int, datetime]:
        weighed = sum(hour.burden * (1 + borne.get(hour.city.pk, 0)) for hour in proposal.hours)
        return weighed, proposal.worst, proposal.at

    return sorted(found, key=unfairness)[:shown]


def carried_by(cities: list[City], moments: Iterable[datetime], zone: str) -> dict[int, int]:
    """Return, by a city's key, what meetings at these moments have cost it."""
    borne: dict[int, int] = defaultdict(int)
    for at in moments:
        for hour in hours_of(cities, at, zone):
            borne[hour.city.pk] += hour.burden
    return dict(borne)
