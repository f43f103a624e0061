"""When meetings recur, and what o'clock that is: by the wall clock of the meeting's own zone.

A rule (RFC 5545, section 3.3.10) says on which days a meeting recurs. Its hour is the hour on the wall,
whatever summer time does. An hour that a change of the clock leaves out is taken with the offset from before
it, so that it moves forward; one that exists twice is the first of the two (section 3.3.5).
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MOST_MEETINGS = 60  # in one series
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Rhythm(TextChoices):
    """How a series recurs, as its form offers it."""

    ONCE = "once", _("Once")
    WEEKLY = "weekly", _("Every week")
    FORTNIGHTLY = "fortnightly", _("Every two weeks")
    SIX_WEEKS = "six_weeks", _("Every six weeks")
    MONTHLY = "monthly", _("Every month, on the same weekday of the month")
    QUARTERLY = "quarterly", _("Every three months, on the same weekday of the month")


WEEKS = {Rhythm.WEEKLY: 1, Rhythm.FORTNIGHTLY: 2, Rhythm.SIX_WEEKS: 6}
MONTHS = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3}


def rule_of(rhythm: Rhythm, first: datetime, times: int) -> str:
    """Return the RRULE by which ``times`` meetings recur from ``first``, a time on the wall; "" for once."""
    if rhythm == Rhythm.ONCE or times < 2:
        return ""
    if rhythm in WEEKS:
        return f"FREQ=WEEKLY;INTERVAL={WEEKS[rhythm]};COUNT={times}"
    place = (first.day - 1) // 7 + 1
    # A fifth weekday is not in every month: the last one is.
    which = "-1" if place == 5 else str(place)
    day = WEEKDAYS[first.weekday()]
    return f"FREQ=MONTHLY;INTERVAL={MONTHS[rhythm]};BYDAY={which}{day};COUNT={times}"


def moment(wall: datetime, zone: str) -> datetime:
    """Return in UTC the moment when the clock on the wall of ``zone`` shows ``wall``."""
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def dates_of(rule: str, first: datetime, zone: str) -> list[datetime]:
    """Return in UTC when the meetings of a series begin whose first one begins at ``first`` on the wall."""
    if not rule:
        return [moment(first, zone)]
    found = rrulestr(f"RRULE:{rule}", dtstart=first)
    return [moment(wall, zone) for _n, wall in zip(range(MOST_MEETINGS), found, strict=False)]


def on_the_wall(at: datetime, zone: str) -> datetime:
    """Return what the clock on the wall of ``zone`` shows at a moment, without its zone."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def lasting(minutes: int) -> timedelta:
    """Return a length of time."""
    return timedelta(minutes=minutes)
