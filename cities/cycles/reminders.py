"""Which mails a cycle owes at a moment: planned again and again, each sent once to each person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from cities.cycles.notices import (
    CALL,
    CALL_REMINDER,
    RESULTS,
    STILL_MISSING,
    VOTE,
    VOTE_REMINDER,
    coordinators,
)
from cities.models import ChallengeCycle, City
from network.accounts.models import User
from network.mail.models import Delivery
from network.mail.services import send_notice

DAY = timedelta(days=1)
CALL_DAYS = (7, 1)
VOTE_DAYS = (3, 1)
RESULT_DAYS = 7


@dataclass(frozen=True, slots=True)
class Step:
    """A moment of a cycle of which the coordinators are told, until the next one has come."""

    name: str
    kind: str
    begins_at: datetime
    ends_at: datetime


def steps(cycle: ChallengeCycle) -> Iterator[Step]:
    """Yield the steps of an announced cycle. A reminder for before the call or vote opens falls away."""
    yield from _window("call", (CALL, CALL_REMINDER), cycle.call_opens_at, cycle.call_closes_at, CALL_DAYS)
    yield from _window("vote", (VOTE, VOTE_REMINDER), cycle.vote_opens_at, cycle.vote_closes_at, VOTE_DAYS)
    if cycle.result:
        yield Step("results", RESULTS, cycle.vote_closes_at, cycle.vote_closes_at + RESULT_DAYS * DAY)


def _window(
    name: str, kinds: tuple[str, str], opens_at: datetime, closes_at: datetime, days: tuple[int, ...]
) -> Iterator[Step]:
    opening, reminder = kinds
    moments = [(f"{name}-open", opening, opens_at)]
    moments += [
        (f"{name}-{number}", reminder, closes_at - number * DAY)
        for number in days
        if closes_at - number * DAY > opens_at
    ]
    ends = [*(begins_at for *_names, begins_at in moments[1:]), closes_at]
    for (step, kind, begins_at), ends_at in zip(moments, ends, strict=True):
        yield Step(step, kind, begins_at, ends_at)


def plan_reminders(*, now: datetime) -> int:
    """Write what is owed at ``now`` to the outbox; return how many mails that were. Again changes nothing.

    Who coordinates a city only since the step began is told too; a worker that stood still catches up.
    """
    planned = 0
    for cycle in ChallengeCycle.objects.announced().order_by("year"):
        for step in steps(cycle):
            if step.begins_at <= now < step.ends_at:
                planned += _plan(cycle, step, now)
    return planned


def _plan(cycle: ChallengeCycle, step: Step, now: datetime) -> int:
    event = f"cycle:{cycle.pk}:{step.name}"
    speaking = coordinators()
    if step.kind in STILL_MISSING:
        speaking = speaking.filter(city__in=STILL_MISSING[step.kind](City.objects.all(), cycle).values("pk"))
    told = Delivery.objects.filter(kind=step.kind, period_key=event, recipient__isnull=False)
    people = User.objects.filter(pk__in=speaking.values("person")).exclude(pk__in=told.values("recipient"))
    planned = 0
    for person in people.order_by("pk"):
        send_notice(kind=step.kind, event=event, recipient=person, data={"cycle": cycle.pk}, now=now)
        planned += 1
    return planned
