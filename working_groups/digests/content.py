"""What has happened in groups, read for many groups and stretches of time at once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Max, Q

from network.core.letterhead import absolute
from network.mail.digests.sources import Want
from working_groups.models import Decision, GroupDocument, Meeting, Thread, WorkingGroup

# A digest shows so many of the meetings ahead, and not those that are further away.
MEETINGS_SHOWN = 5
AHEAD = timedelta(days=31)
SHOWN = 10  # of each kind of news; the group's own page has the rest


@dataclass
class GroupNews:
    """What is new in one group from one moment to another, and which meetings are ahead of it."""

    group: WorkingGroup
    called: list[Meeting] = field(default_factory=list)
    moved: list[Meeting] = field(default_factory=list)
    cancelled: list[Meeting] = field(default_factory=list)
    minutes: list[Meeting] = field(default_factory=list)
    documents: list[GroupDocument] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)
    ahead: list[Meeting] = field(default_factory=list)

    @cached_property
    def addresses(self) -> dict[Any, str]:
        """Where each of them can be read: the same in every language."""
        meetings = (self.called, self.moved, self.cancelled, self.minutes, self.ahead)
        rows = [row for kind in (*meetings, self.documents, self.threads) for row in kind]
        return {row: absolute(row.get_absolute_url()) for row in rows}

    @property
    def is_empty(self) -> bool:
        """Whether nothing has happened; a meeting that is ahead is no news."""
        happened = (self.called, self.moved, self.cancelled, self.minutes)
        return not any((*happened, self.documents, self.decisions, self.threads))


def read_news(windows: Collection[tuple], now: datetime) -> dict[tuple, GroupNews]:
    """Return what is new by window (``Want.window``), with five queries whatever their number.

    A group that is gone, or archived, has none.
    """
    groups = WorkingGroup.objects.at_work().in_bulk([window[0] for window in windows])
    found = {window: GroupNews(groups[window[0]]) for window in windows if window[0] in groups}
    if not found:
        return {}
    whole = _Whole(found, now)
    for window, news in found.items():
        whole.fill(news, window)
    return found


class _Whole:
    """The rows of all windows together, by group."""

    def __init__(self, windows: Iterable[tuple], now: datetime) -> None:
        windows = list(windows)
        self._now = now
        self._groups = {window[0] for window in windows}
        first, last = (choose(window[place] for window in windows) for choose, place in ((min, 1), (max, 2)))
        span = (first, last)
        happened = Q(created_at__range=span) | Q(moved_at__range=span) | Q(cancelled_at__range=span)
        happened |= Q(minutes_at__range=span) | Q(ends_at__gt=now, starts_at__lt=last + AHEAD)
        self._meetings = self._by_group(Meeting.objects.filter(happened).order_by("starts_at", "pk"))
        papers = GroupDocument.objects.annotate(newest_at=Max("versions__added_at"))
        papers = papers.filter(newest_at__range=span).order_by("-newest_at", "-pk")
        self._documents = self._by_group(papers)
        self._decisions = self._by_group(Decision.objects.filter(decided_at__range=span).order_by("pk"))
        threads = Thread.objects.filter(opened_at__range=span, number_of_posts__gt=0).order_by("-opened_at")
        self._threads = self._by_group(threads)

    def _by_group(self, rows: Any) -> dict[int, list[Any]]:
        sorted_: dict[int, list[Any]] = {}
        for row in rows.filter(group__in=self._groups).select_related("group"):
            sorted_.setdefault(row.group_id, []).append(row)
        return sorted_

    def fill(self, news: GroupNews, window: tuple) -> None:
        """Put into ``news`` what happened in its window."""
        of, start, until, _ahead, at_once = window

        def within(moment: datetime | None) -> bool:
            return moment is not None and start <= moment < until

        meetings = self._meetings.get(of, [])
        coming = [one for one in meetings if not (one.is_cancelled or one.is_over(self._now))]
        news.ahead = [one for one in coming if one.starts_at < until + AHEAD][:MEETINGS_SHOWN]
        news.minutes = [one for one in meetings if within(one.minutes_at) and one.minutes][:SHOWN]
        news.documents = [one for one in self._documents.get(of, []) if within(one.newest_at)][:SHOWN]
        news.decisions = [one for one in self._decisions.get(of, []) if within(one.decided_at)][:SHOWN]
        news.threads = [one for one in self._threads.get(of, []) if within(one.opened_at)][:SHOWN]
        if at_once:
            return  # what a meeting's own mail has said is not said again
        news.called = _once_a_series(one for one in coming if within(one.created_at))[:SHOWN]
        moved = [one for one in coming if within(one.moved_at) and not within(one.created_at)]
        news.moved = moved[:SHOWN]
        ended = [one for one in meetings if within(one.cancelled_at) and not one.is_over(self._now)]
        news.cancelled = [one for one in ended if not within(one.created_at)][:SHOWN]


def _once_a_series(meetings: Iterable[Meeting]) -> list[Meeting]:
    """Return the meetings, of each series only the first."""
    found, told = [], set()
    for meeting in meetings:
        if meeting.series_id is None or meeting.series_id not in told:
            told.add(meeting.series_id)
            found.append(meeting)
    return found


def windows_of(wants: Iterable[Want]) -> dict[tuple, list[Want]]:
    """Return the wants by what they have in common."""
    found: dict[tuple, list[Want]] = {}
    for want in wants:
        found.setdefault(want.window, []).append(want)
    return found
