"""Builds a new index beside the one in use and switches to it."""

from datetime import timedelta

from django.db.models import Max
from django.utils import timezone

from network.search import store
from network.search.documents import PageAddresses, Source, as_document, sources
from network.search.follower import BATCH, IndexFolder, Notes, drain
from network.search.models import IndexChange

HEAP = 200_000_000  # bytes
# Notes of this last while are applied again after building: a transaction may commit late, behind later
# numbers.
LATE = timedelta(minutes=5)


def rebuild() -> int:
    """Build an index of everything, switch to it, and return how many documents it holds.

    Readers and the follower go on with the old one meanwhile. What changed while it was built is applied before
    the switch, the last of it while the follower waits, so that nothing that was closed comes back for a
    moment.
    """
    began_at = timezone.now()
    older = IndexChange.objects.filter(created_at__lt=began_at - LATE).aggregate(last=Max("pk"))
    folder = IndexFolder(store.new_folder(), create=True, heap=HEAP)
    try:
        count = sum(_add_all(folder, source) for source in sources.all())
        notes = Notes(older["last"] or 0)
        folder.commit(notes.position)
        drain(folder, notes)
        with store.applying():
            drain(folder, notes)
            store.switch_to(folder.folder)
    finally:
        folder.close()
    return count


def _add_all(folder: IndexFolder, source: Source) -> int:
    """Add every document of a source; return how many there were."""
    addresses, count, last = PageAddresses(), 0, 0
    while True:
        rows = source.read(source.public().filter(pk__gt=last).order_by("pk")[:BATCH])
        if not rows:
            return count
        made = [document for row in rows if (document := source.document(row, addresses))]
        folder.replace((), (as_document(source, document) for document in made))
        count, last = count + len(made), rows[-1].pk
