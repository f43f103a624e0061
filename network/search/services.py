"""Writes of the search."""

from datetime import datetime, timedelta

from network.search.models import IndexChange, UnansweredQuery

CHANGES_KEPT = timedelta(days=7)
QUERIES_KEPT = timedelta(days=365)


def forget_old_changes(*, now: datetime) -> int:
    """Delete notes of more than a week ago and unanswered queries of more than a year ago; return how many.

    A follower that was away for longer builds its index anew.
    """
    changes, _by_model = IndexChange.objects.filter(created_at__lt=now - CHANGES_KEPT).delete()
    queries, _by_model = UnansweredQuery.objects.filter(asked_on__lt=(now - QUERIES_KEPT).date()).delete()
    return changes + queries
