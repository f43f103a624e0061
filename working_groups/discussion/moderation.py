"""Keeping a discussion in order: hiding, reports, closed and pinned threads; the audit log says who did."""

from datetime import datetime
from typing import Any

from django.db import transaction

from network.core.audit import record
from working_groups.discussion import notices
from working_groups.discussion.services import PostGone, locked_post, locked_thread
from working_groups.models import Post, PostReport, Thread


@transaction.atomic
def hide_post(*, post: Post, reason: str, hidden_by: Any, now: datetime) -> Post:
    """Hide a post, and settle what was reported of it; its author is told why. A second time changes nothing.

    Raises ``PostGone`` where it was taken back meanwhile.
    """
    current = locked_post(post)
    if current.is_taken_back:
        raise PostGone
    if current.is_hidden:
        return current
    current.hidden_at, current.hidden_by, current.hidden_reason = now, hidden_by, reason
    current.save()
    current.reports.open().update(settled_at=now, settled_by=hidden_by)
    record(action="post.hidden", subject=current, actor=hidden_by, now=now)
    notices.tell_hidden(current, now=now)
    return current


@transaction.atomic
def show_post(*, post: Post, shown_by: Any, now: datetime) -> Post:
    """Show a post again."""
    current = locked_post(post)
    if current.is_hidden:
        current.hidden_at, current.hidden_by, current.hidden_reason = None, None, ""
        current.save()
        record(action="post.shown", subject=current, actor=shown_by, now=now)
    return current


@transaction.atomic
def report_post(*, post: Post, reason: str, reporter: Any, now: datetime) -> PostReport:
    """Report a post to those who run the group, and return the report; an open one of the same person stays.

    Raises ``PostGone`` where it was hidden or taken back meanwhile.
    """
    current = locked_post(post)
    if current.is_taken_back or current.is_hidden:
        raise PostGone
    known = current.reports.open().filter(reporter=reporter).first()
    if known:
        return known
    report = PostReport.objects.create(post=current, reporter=reporter, reason=reason, reported_at=now)
    record(action="post.reported", subject=current, actor=reporter, now=now)
    notices.tell_reported(report, now=now)
    return report


@transaction.atomic
def dismiss_report(*, report: PostReport, dismissed_by: Any, now: datetime) -> None:
    """Leave a post as it is, whatever was reported of it."""
    current = locked_post(report.post)
    if current.reports.open().filter(pk=report.pk).update(settled_at=now, settled_by=dismissed_by):
        record(action="post.report-dismissed", subject=current, actor=dismissed_by, now=now)


@transaction.atomic
def close_thread(*, thread: Thread, closes: bool, closed_by: Any, now: datetime) -> Thread:
    """Close a thread, or open it again."""
    current = locked_thread(thread)
    if current.is_closed == closes:
        return current
    current.closed_at, current.closed_by = (now, closed_by) if closes else (None, None)
    current.save()
    record(action="thread.closed" if closes else "thread.reopened", subject=current, actor=closed_by, now=now)
    return current


@transaction.atomic
def pin_thread(*, thread: Thread, pins: bool) -> Thread:
    """Have a thread stand first, or no longer."""
    current = locked_thread(thread)
    current.is_pinned = pins
    current.save(update_fields=["is_pinned"])
    return current
