"""Which hour is fair, and to whom."""

from datetime import UTC, date, datetime

import pytest
from django.test import SimpleTestCase

from cities.models import City
from working_groups.meetings.agenda import length_of, parts_of
from working_groups.meetings.fair_times import burden, carried_by, hours_of, proposals

KATOWICE = City(pk=1, name="Katowice", time_zone="Europe/Warsaw")
PITTSBURGH = City(pk=2, name="Pittsburgh", time_zone="America/New_York")
HUANGSHI = City(pk=3, name="Huangshi", time_zone="Asia/Shanghai")


@pytest.mark.parametrize(
    ("hour", "cost"), [(3, 5), (7.5, 2), (8.5, 1), (9, 0), (16.9, 0), (18, 1), (21, 2), (22, 5)]
)
def test_an_hour_costs_what_it_asks_of_people(hour, cost):
    assert burden(hour) == cost


def test_each_city_has_its_own_hour_and_day():
    at = datetime(2026, 12, 3, 20, tzinfo=UTC)
    hours = hours_of([HUANGSHI, KATOWICE, PITTSBURGH], at, "Europe/Warsaw")
    said = [(hour.city.name, hour.at.strftime("%H:%M"), hour.days, hour.burden) for hour in hours]
    assert said == [("Pittsburgh", "15:00", 0, 0), ("Katowice", "21:00", 0, 2), ("Huangshi", "04:00", 1, 5)]


def test_cities_close_to_each_other_meet_in_office_hours():
    best = proposals([KATOWICE], date(2026, 12, 3), "Europe/Warsaw")[0]
    assert best.total == 0 and best.worst == 0


def test_whoever_got_up_early_before_has_it_easier_the_next_time():
    cities = [KATOWICE, PITTSBURGH, HUANGSHI]
    first = proposals(cities, date(2026, 12, 3), "Europe/Warsaw")[0]
    carried = carried_by(cities, [first.at] * 3, "Europe/Warsaw")
    worst_off = max(carried, key=lambda key: carried[key])
    before = next(hour.burden for hour in first.hours if hour.city.pk == worst_off)
    second = proposals(cities, date(2026, 12, 10), "Europe/Warsaw", carried=carried)[0]
    after = next(hour.burden for hour in second.hours if hour.city.pk == worst_off)
    assert before > 0 and after < before


class AgendaTests(SimpleTestCase):
    """Lines of an agenda."""

    def test_parts_follow_each_other_as_long_as_each_says_how_long_it_takes(self):
        begins = datetime(2026, 12, 3, 14)
        parts = parts_of("40 Two halls\n\n15 min Tenants\nAny other business\n10 Too late to say", begins)
        said = [(part.text, part.minutes, part.begins and part.begins.strftime("%H:%M")) for part in parts]
        assert said == [
            ("Two halls", 40, "14:00"),
            ("Tenants", 15, "14:40"),
            ("Any other business", None, "14:55"),
            ("Too late to say", 10, None),
        ]
        assert length_of("40 Two halls\n2030 is far") == 40 + 0
