"""Dates of which only the year, or the month, may be known."""

from datetime import date

from django.utils.formats import date_format

from knowledge.enums import DatePrecision

FORMATS = {DatePrecision.YEAR: "Y", DatePrecision.MONTH: "F Y", DatePrecision.DAY: "j F Y"}


def first_day(day: date, precision: str) -> date:
    """Return the first day of the year or month that is known, so that equal dates are stored equally."""
    if precision == DatePrecision.YEAR:
        return day.replace(month=1, day=1)
    if precision == DatePrecision.MONTH:
        return day.replace(day=1)
    return day


def read_date(text: str) -> tuple[date | None, str]:
    """Return the first day and the precision of ``2019``, ``2019-04`` or ``2019-04-22``."""
    parts = [int(part) for part in text.split("-")] if text else []
    if not parts:
        return None, ""
    precision = list(DatePrecision)[len(parts) - 1].value
    return date(*parts, *[1] * (3 - len(parts))), precision


def format_date(day: date | None, precision: str) -> str:
    """Return the date as readers see it: ``2019``, ``April 2019`` or ``22 April 2019``."""
    return date_format(day, FORMATS[DatePrecision(precision or "day")]) if day else ""


def iso_date(day: date | None, precision: str) -> str:
    """Return the known part in ISO 8601: ``2019``, ``2019-04`` or ``2019-04-22``."""
    lengths = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7}
    return day.isoformat()[: lengths.get(DatePrecision(precision or "day"), 10)] if day else ""
