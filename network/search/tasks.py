"""Work that the schedule wakes."""

from celery import shared_task
from django.utils import timezone

from network.search.services import forget_old_changes


@shared_task
def prune_changes() -> None:
    """Forget the notes that every follower has applied long ago."""
    forget_old_changes(now=timezone.now())
