"""Work that the schedule wakes."""

from celery import shared_task
from django.utils import timezone

from network.search import store
from network.search.rebuild import rebuild
from network.search.services import forget_old_changes


@shared_task
def prune_changes() -> None:
    """Forget the notes that every follower has applied long ago."""
    forget_old_changes(now=timezone.now())


@shared_task
def renew_index() -> None:
    """Build the index anew where this machine has one.

    An index keeps the words of what was deleted until its parts are joined, which may be never; the folder of
    the index before goes at the next renewal. So what was erased is gone from the disk after two nights.
    """
    if store.current_folder() is not None:
        rebuild()
