"""Entering digests into the outbox: each person's own, once for each of her days, however often it is asked.

The period of a digest is a day of the reader's calendar, so that a change of time zone can neither send a
second nor leave one out. Every row is entered with ``ON CONFLICT DO NOTHING``: a scheduler that stood still
catches up, and two of them do no harm.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q

from network.accounts.models import User
from network.mail.enums import DeliveryState, Frequency, SkipReason
from network.mail.lists import MailList, lists
from network.mail.messages import new_message_id
from network.mail.models import Delivery, DigestRun
from network.mail.models.delivery import AGAIN
from network.mail.preferences.choices import not_stopped, with_times

DAY, NEWS = "digest", "news"  # kinds of mail
REVIEW = "digest-review"
LOOK_BACK = 7  # days that a scheduler may have stood still
GATHERING = timedelta(minutes=10)
KEPT = timedelta(days=31)  # runs; more than a scheduler looks back
ROWS = 2000  # entered with one statement


@dataclass(frozen=True, slots=True)
class Slot:
    """The people whose clocks show the same and who read at the same hour."""

    zone: str
    hour: int

    def due(self, day: date) -> datetime:
        """Return when the digest of ``day`` is due.

        An hour that the clock leaves out comes when it has moved on, one that it shows twice is taken the first
        time (PEP 495: ``fold`` is 0 in both, and the offset before the change holds).
        """
        return datetime.combine(day, time(self.hour), tzinfo=ZoneInfo(self.zone)).astimezone(ZoneInfo("UTC"))

    def days(self, now: datetime, back: int = LOOK_BACK) -> Iterator[tuple[date, datetime]]:
        """Return the days up to now, ``back`` of them past, whose digest is due, and when: the oldest first."""
        today = now.astimezone(ZoneInfo(self.zone)).date()
        for number in range(back, -1, -1):
            day = today - timedelta(days=number)
            due = self.due(day)
            if due <= now:
                yield day, due

    def key(self, day: date) -> str:
        """Return the name of a run."""
        return f"{day.isoformat()} {self.hour:02} {self.zone}"


def plan(now: datetime) -> int:
    """Enter every digest that is due and return how many runs were planned; asked again, it changes nothing."""
    slots = [Slot(*row) for row in _readers().values_list("time_zone", "hour").distinct().order_by()]
    since = DigestRun.objects.filter(kind=DAY).aggregate(first=Min("ends_at"))["first"]
    back = LOOK_BACK if since else 0  # a new network has missed nothing
    due = {
        slot.key(day): (slot, day, at)
        for slot in slots
        for day, at in slot.days(now, back)
        if since is None or at >= since
    }
    known = DigestRun.objects.filter(kind=DAY, period_key__in=due, planned_at__isnull=False)
    missing = [due[key] for key in due.keys() - set(known.values_list("period_key", flat=True))]
    for slot, day, at in sorted(missing, key=lambda run: (run[2], run[0].zone)):
        _plan_run(slot, day, at, now)
    return len(missing) + _review(slots, now) + _plan_news(now)


def _readers() -> Any:
    return with_times(User.objects.filter(not_stopped(person="pk"), is_active=True))


def _of_day(day: date) -> Any:
    """Return those who may be told something on a day of theirs: daily, or weekly if it is their weekday."""
    sources = [one.source for one in lists.gathered() if one.source]
    daily = [Q(pk__in=source.readers(Frequency.DAILY)) for source in sources]
    weekly = [Q(pk__in=source.readers(Frequency.WEEKLY), weekday=day.weekday()) for source in sources]
    return _readers().filter(reduce(or_, daily + weekly, Q(pk__in=[])))


def _plan_run(slot: Slot, day: date, due: datetime, now: datetime) -> None:
    with transaction.atomic():
        people = _of_day(day).filter(time_zone=slot.zone, hour=slot.hour, joined_at__lt=due).order_by("pk")
        enter(DAY, day.isoformat(), people.values_list("pk", flat=True).iterator(ROWS), due=due, now=now)
        _pass_over_earlier(day, people, now)
        run = DigestRun(kind=DAY, period_key=slot.key(day), starts_at=due, ends_at=due, planned_at=now)
        DigestRun.objects.bulk_create([run], ignore_conflicts=True)


def _pass_over_earlier(day: date, people: Any, now: datetime) -> None:
    """Leave out the digests of earlier days that still wait: the later one holds what they would have."""
    later = Delivery.objects.filter(recipient=OuterRef("recipient"), kind=DAY, period_key=day.isoformat())
    waiting = Delivery.objects.filter(kind=DAY, state=DeliveryState.PENDING, period_key__lt=day.isoformat())
    found = waiting.filter(Exists(later), recipient__in=people.values("pk"))
    found = found.exclude(period_key__contains=AGAIN)
    found.update(state=DeliveryState.SKIPPED, skip_reason=SkipReason.SUPERSEDED, ended_at=now)


def enter(kind: str, period: str, people: Iterable[int], *, due: datetime, now: datetime) -> int:
    """Enter one mail a person, in statements of many rows, and return how many were asked for.

    Who has one of this kind and period already gets no second.
    """
    number, rows = 0, []
    for person in people:
        rows.append(
            Delivery(
                recipient_id=person,
                kind=kind,
                period_key=period,
                due_at=due,
                next_at=due,
                created_at=now,
                message_id=new_message_id(),
            )
        )
        if len(rows) == ROWS:
            Delivery.objects.bulk_create(rows, ignore_conflicts=True)
            number, rows = number + len(rows), []
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    return number + len(rows)


def _review(slots: list[Slot], now: datetime) -> int:
    """Once an hour, look for people whose digest of today or yesterday is missing although its run is planned.

    So whoever has moved into a zone, or to an hour, whose run was planned before she came is not left out.
    """
    hour = now.replace(minute=0, second=0, microsecond=0)
    run = DigestRun(kind=REVIEW, period_key=hour.isoformat(), starts_at=hour, ends_at=now, planned_at=now)
    if DigestRun.objects.filter(kind=REVIEW, period_key=run.period_key).exists():
        return 0
    for slot in slots:
        for day, due in slot.days(now, back=1):
            has_it = Delivery.objects.filter(recipient=OuterRef("pk"), kind=DAY, period_key=day.isoformat())
            missing = _of_day(day).filter(~Exists(has_it), time_zone=slot.zone, hour=slot.hour)
            planned = DigestRun.objects.filter(kind=DAY, period_key=slot.key(day)).exists()
            if planned:
                keys = list(missing.filter(joined_at__lt=due).values_list("pk", flat=True))
                enter(DAY, day.isoformat(), keys, due=due, now=now)
    DigestRun.objects.bulk_create([run], ignore_conflicts=True)
    return 0


def forget_runs(now: datetime) -> int:
    """Delete what was planned more than a month ago, and return how many runs that were."""
    old = DigestRun.objects.filter(ends_at__lt=now - KEPT, planned_at__isnull=False)
    return old.delete()[0]


def once(kind: str, period: str, *, now: datetime) -> bool:
    """Return whether nobody has planned this before, and note in the caller's transaction that it is."""
    run = {"starts_at": now, "ends_at": now, "planned_at": now}
    return DigestRun.objects.get_or_create(kind=kind, period_key=period, defaults=run)[1]


def news(*, mail_list: str, of: int, now: datetime) -> None:
    """Note, in the transaction of a change, that those who want to hear at once have something to hear.

    The changes of the next ten minutes join it: five edits make one mail.
    """
    DigestRun.objects.bulk_create(
        [
            DigestRun(
                kind=NEWS,
                period_key=f"{mail_list}:{of}:open",
                starts_at=now,
                ends_at=now + GATHERING,
            )
        ],
        ignore_conflicts=True,
    )


def _plan_news(now: datetime) -> int:
    """Enter the mails about changes whose ten minutes are over, and return of how many things."""
    done = 0
    for found in DigestRun.objects.filter(kind=NEWS, planned_at__isnull=True, ends_at__lte=now):
        with transaction.atomic():
            run = DigestRun.objects.select_for_update().filter(pk=found.pk, planned_at__isnull=True).first()
            if run is None:
                continue  # another scheduler has it
            key, of, _open = run.period_key.split(":")
            run.period_key, run.planned_at = f"{key}:{of}:{run.pk}", now
            run.save(update_fields=["period_key", "planned_at"])
            people = _at_once(lists.find(key), int(of))
            enter(NEWS, run.period_key, people, due=run.ends_at, now=now)
            done += 1
    return done


def _at_once(mail_list: MailList | None, of: int) -> Iterable[int]:
    if mail_list is None or mail_list.source is None:
        return []
    wanting = mail_list.source.readers_at_once(of)
    return _readers().filter(pk__in=wanting).order_by("pk").values_list("pk", flat=True)
