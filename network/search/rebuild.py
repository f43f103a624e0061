"""Builds a new index beside the one in use and switches to it."""

import time
from datetime import timedelta

from django.db.models import Max
from django.utils import timezone

from network.core import generation
from network.search import store
from network.search.documents import PageAddresses, Source, sources
from network.search.follower import BATCH, IndexFolder, Notes, as_documents, drain
from network.search.models import IndexChange

HEAP = 200_000_000  # bytes
# A transaction may commit late, behind later numbers: so far back, a number that is missing may still appear.
LATE = timedelta(minutes=5)


def rebuild() -> int:
    """Build an index of everything, switch to it, and return how many documents it holds.

    Readers and the follower go on with the old one meanwhile. What changed while it was built is applied before
    the switch, the last of it while the follower waits, so that nothing that was closed comes back for a
    moment.
    """
    with store.building():
        return _rebuild()


def build_missing() -> int:
    """Build an index where there is none, unless another process does; return how many documents were added."""
    with store.building():
        return _rebuild() if store.current_folder() is None else 0


def _rebuild() -> int:
    store.remove_leftovers(keep={store.current_folder()})  # of a process that was killed while it built
    generation.forget()
    notes = unseen_notes()
    folder = IndexFolder(store.new_folder(), create=True, heap=HEAP)
    try:
        count = sum(_add_all(folder, source) for source in sources.all())
        folder.commit(notes)
        drain(folder, notes)
        with store.applying():
            drain(folder, notes)
            store.switch_to(folder.folder)
    finally:
        folder.close()
    return count


def unseen_notes() -> Notes:
    """Return the notes that what is read from now on does not contain.

    Those that can be read already are of changes that have been committed.
    """
    older = IndexChange.objects.filter(created_at__lt=timezone.now() - LATE).aggregate(last=Max("pk"))
    position = older["last"] or 0
    seen = IndexChange.objects.filter(pk__gt=position).values_list("pk", flat=True)
    notes = Notes(position, seen, now=time.monotonic())
    notes.settle(now=time.monotonic())
    return notes


def _add_all(folder: IndexFolder, source: Source) -> int:
    """Add every document of a source; return how many there were."""
    addresses, count, last = PageAddresses(), 0, 0
    while True:
        rows = source.read(source.public().filter(pk__gt=last).order_by("pk")[:BATCH])
        if not rows:
            return count
        made = list(as_documents(source, rows, addresses))
        folder.replace((), made)
        count, last = count + len(made), rows[-1].pk
