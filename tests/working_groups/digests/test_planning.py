"""When digests fall due: each of a reader's days once, whatever clocks and schedulers do."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from network.accounts.models import User
from network.mail.digests.plan import DAY, Slot, plan
from network.mail.models import Delivery, DigestRun, DigestTime
from tests.working_groups.digests.conftest import LONG_AGO, MORNING

pytestmark = pytest.mark.django_db

# Twelve clocks: with summer time north and south of the equator, with quarters of an hour, and on both sides of
# the date line.
ZONES = [
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Africa/Nairobi",
    "Africa/Cairo",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Pago_Pago",
]


def periods(person) -> list[str]:
    rows = Delivery.objects.filter(recipient=person, kind=DAY)
    return sorted(rows.values_list("period_key", flat=True))


@pytest.mark.parametrize("day", [date(2025, 3, 30), date(2025, 10, 26)])
def test_an_hour_that_is_left_out_or_shown_twice_comes_once(day):
    """In Berlin two o'clock is left out on the first day, and shown twice on the second."""
    due = Slot("Europe/Berlin", 2).due(day)
    local = due.astimezone(ZoneInfo("Europe/Berlin"))
    assert local.date() == day
    assert due == datetime(day.year, day.month, day.day, 1 if day.month == 3 else 0, tzinfo=UTC)


@pytest.mark.parametrize("start", [datetime(2025, 3, 1, tzinfo=UTC), datetime(2025, 10, 1, tzinfo=UTC)])
def test_over_each_change_of_the_clock_every_day_has_one_digest(post, joins, start):
    readers = [joins(time_zone=zone) for zone in ZONES]
    plan(start)
    for tick in range(1, 45 * 24, 5):  # 45 days, not every hour of them
        plan(start + timedelta(hours=tick))
    for reader in readers:
        found = periods(reader)
        first, last = date.fromisoformat(found[0]), date.fromisoformat(found[-1])
        assert found == [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
        assert len(found) >= 43


def test_whoever_moves_between_zones_gets_no_second_and_misses_none(post, joins):
    reader = joins(time_zone="Pacific/Auckland")
    start = datetime(2025, 6, 1, tzinfo=UTC)
    for tick in range(24 * 20):
        if tick % 31 == 0:
            User.objects.filter(pk=reader.pk).update(time_zone=ZONES[(tick // 31) % len(ZONES)])
        plan(start + timedelta(hours=tick))
    found = periods(reader)
    days = [date.fromisoformat(day) for day in found]
    assert len(set(found)) == len(found)
    missing = {days[0] + timedelta(days=n) for n in range((days[-1] - days[0]).days + 1)} - set(days)
    assert missing == set()


def test_whoever_moves_into_a_zone_whose_run_is_over_is_not_left_out(post, joins, marta):
    joins(time_zone="Asia/Tokyo")
    reader = joins(time_zone="America/New_York")
    plan(MORNING)
    assert periods(reader) == ["2024-12-02"] or periods(reader) == []
    User.objects.filter(pk=reader.pk).update(time_zone="Asia/Tokyo")
    plan(MORNING + timedelta(hours=1))
    assert "2024-12-03" in periods(reader)


def test_two_schedulers_do_no_harm(post, marta):
    plan(MORNING)
    runs = DigestRun.objects.count()
    DigestRun.objects.all().delete()  # as if the second had not seen the first
    plan(MORNING)
    assert periods(marta) == ["2024-12-03"]
    assert DigestRun.objects.count() == runs


def test_a_scheduler_that_stood_still_for_two_days_enters_every_day(post, marta):
    plan(MORNING)
    plan(MORNING + timedelta(days=3))
    assert periods(marta) == ["2024-12-03", "2024-12-04", "2024-12-05", "2024-12-06"]


def test_the_hour_is_the_readers_own_choice(post, marta):
    DigestTime.objects.create(person=marta, hour=18)
    plan(MORNING)
    assert "2024-12-03" not in periods(marta)
    plan(MORNING + timedelta(hours=11))
    assert "2024-12-03" in periods(marta)


def test_whoever_came_after_the_hour_waits_for_the_next(post, joins):
    reader = joins(joined_at=MORNING - timedelta(minutes=1))
    plan(MORNING)
    assert periods(reader) == []


def test_a_closed_account_has_no_digest(post, joins):
    reader = joins(is_active=False)
    plan(MORNING)
    assert periods(reader) == []


def test_planning_asks_as_much_for_thirty_people_as_for_one(post, joins, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked(now):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            plan(now)
        return len(queries)

    joins()
    plan(LONG_AGO + timedelta(days=2))
    one = asked(MORNING - timedelta(days=2))
    for _number in range(30):
        joins()
    assert asked(MORNING - timedelta(days=1)) <= one
