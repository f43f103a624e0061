"""The end of an exchange: its report, what it becomes, and half a year later what is left of it."""

import calendar
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from network.core.audit import record
from working_groups.enums import OutcomeKind
from working_groups.exchanges import notices, words
from working_groups.exchanges.enums import REPORTED, ExchangeState
from working_groups.exchanges.states import StaleText, WrongState, locked_exchange, move
from working_groups.models import ExchangeReport, Outcome, PeerExchange
from working_groups.outcomes.services import begin_practice, begin_product, begun

MONTHS_TO_FOLLOW_UP = 6


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@transaction.atomic
def save_report(
    *,
    exchange: PeerExchange,
    values: Mapping[str, Any],
    shows_result: bool,
    version: int,
    written_by: Any,
    now: datetime,
) -> ExchangeReport:
    """Write the report that was opened on ``version`` (0 for none), which completes the exchange.

    What is completed already is corrected.

    The summary is shown to everybody where ``shows_result``. Raises ``StaleText`` and ``WrongState``.
    """
    current = locked_exchange(exchange)
    completes = current.state == ExchangeState.ACTIVE
    if not completes and current.state not in REPORTED:
        raise WrongState(current)
    report = _report_at(current, version) or ExchangeReport(exchange=current)
    for name, value in values.items():
        setattr(report, name, value)
    report.written_by, report.written_at, report.version = written_by, now, version + 1
    report.save()
    current.shows_result = shows_result and bool(report.summary)
    if completes:
        current.follow_up_on = months_later(now.date(), MONTHS_TO_FOLLOW_UP)
        move(current, "complete", by=written_by, now=now, public=current.shows_result)
        for party in current.parties.accepted():
            notices.tell_party(words.COMPLETED, party, now=now, but=written_by)
    else:
        current.changed_at = now
        current.save()
        record(
            action="exchange.report-changed",
            subject=current,
            actor=written_by,
            now=now,
            public=current.shows_result,
        )
    return report


def _report_at(exchange: PeerExchange, version: int) -> ExchangeReport | None:
    """Return the report, if there is one; raises ``StaleText`` where it is not at ``version``."""
    report = ExchangeReport.objects.filter(exchange=exchange).first()
    if (report.version if report else 0) != version:
        raise StaleText(report)
    return report


@transaction.atomic
def follow_up(
    *, exchange: PeerExchange, use: str, text: str, version: int, answered_by: Any, now: datetime
) -> PeerExchange:
    """Keep what the city says has become of it, beside the report. Raises ``StaleText`` and ``WrongState``."""
    current = locked_exchange(exchange)
    report = _report_at(current, version)
    if report is None or current.state not in REPORTED:
        raise WrongState(current)
    report.follow_up, report.follow_up_text, report.version = use, text, version + 1
    report.save()
    if current.state == ExchangeState.COMPLETED:
        move(current, "follow up", by=answered_by, now=now, use=use)
    return current


def plan_follow_ups(*, now: datetime) -> int:
    """Ask the cities whose exchange ended half a year ago; return how many exchanges that were.

    Planned again and again, each city is asked once.
    """
    due = list(PeerExchange.objects.due_for_follow_up(now))
    for exchange in due:
        with transaction.atomic():
            notices.tell_asking_city(words.FOLLOW_UP, exchange, now=now)
    return len(due)


@transaction.atomic
def draft_practice(*, exchange: PeerExchange, author: Any, now: datetime) -> Outcome:
    """Begin a good practice of the city that asked with what the report says, and return it as an outcome."""
    current = _locked_reported(exchange)
    if known := begun(current, OutcomeKind.PRACTICE):
        return known
    report, challenge = current.report, current.challenge
    values = {
        "title": current.title,
        "summary": report.summary[:300],
        "challenge": current.wanted,
        "solution": report.done,
        "results": report.learned,
        "what_failed": report.failed,
        "themes": list(current.themes.all()),
        "challenges": [challenge] if challenge and challenge.is_public else [],
    }
    return begin_practice(current, city=current.city, values=values, author=author, now=now)


@transaction.atomic
def draft_product(*, exchange: PeerExchange, author: Any, now: datetime) -> Outcome:
    """Begin a knowledge product with what the report says, for editors, and return it as an outcome."""
    current = _locked_reported(exchange)
    if known := begun(current, OutcomeKind.PRODUCT):
        return known
    report, parties = current.report, current.parties.accepted().select_related("city")
    return begin_product(
        current,
        title=current.title,
        summary=report.summary,
        text="\n\n".join(filter(None, (report.done, report.learned))),
        themes=current.themes.all(),
        cities=[party.city for party in parties if party.city],
        author=author,
        now=now,
    )


def _locked_reported(exchange: PeerExchange) -> PeerExchange:
    current = locked_exchange(exchange)
    if current.state not in REPORTED:
        raise WrongState(current)
    return current
