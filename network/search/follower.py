"""Brings this machine's index up to the database: one process a machine, ``manage.py search_index --follow``.

The follower applies the notes of ``IndexChange`` in their order and keeps, inside the index and committed with
what it applied, how far it came. Killed at any moment it begins again at its last commit, and applying a note
twice changes nothing.

A transaction may commit after one that began later, so that a number can be missing for a while and then
appear. The follower applies what comes behind a gap at once, but counts itself as past the gap only after
``GAP_SECONDS``.
"""

import json
import logging
import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from tantivy import Document, Index, IndexWriter, Query, Searcher
from wagtail.models import Page

from network.search import store, unanswered
from network.search.documents import PageAddresses, Source, as_document, sources
from network.search.enums import Scope
from network.search.models import IndexChange
from network.search.schema import open_index
from network.search.services import CHANGES_KEPT

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.3
GAP_SECONDS = 30
COMPARE_SECONDS = 600
BATCH = 500  # notes or documents
HEAP = 50_000_000  # bytes that the engine may fill before it writes a segment
STATE = "_state"


class IndexFolder:
    """An index that is being written: documents are replaced by key, and ``commit`` keeps the position with
    them.
    """

    def __init__(self, folder: Path, *, create: bool = False, heap: int = HEAP) -> None:
        self.folder = folder
        self.index = open_index(str(folder), create=create)
        self.writer: IndexWriter = self.index.writer(heap, 1)
        self.index.reload()
        self.position = read_position(self.index, self.index.searcher())

    def replace(self, keys: Iterable[str], documents: Iterable[Document]) -> None:
        """Take the documents of ``keys`` out and put ``documents`` in."""
        for key in keys:
            self.writer.delete_documents_by_term("key", key)
        for document in documents:
            self.writer.add_document(document)

    def commit(self, position: int) -> None:
        """Make everything visible to readers, with how far the notes are applied."""
        state = Document()
        state.add_text("key", STATE)
        state.add_text("kind", STATE)
        value = {"position": position, "at": timezone.now().isoformat()}
        state.add_bytes("stored", json.dumps(value).encode())
        self.replace([STATE], [state])
        self.writer.commit()
        self.position = position

    def close(self) -> None:
        """Let the engine finish its merges and free the folder."""
        self.writer.wait_merging_threads()


def read_state(index: Index, searcher: Searcher) -> dict:
    """Return what was committed with the index: ``position`` and ``at``; nothing for an empty one."""
    hits = searcher.search(Query.term_query(index.schema, "key", STATE), 1).hits
    return json.loads(searcher.doc(hits[0][1]).to_dict()["stored"][0]) if hits else {}


def read_position(index: Index, searcher: Searcher) -> int:
    """Return the sequence of the last note that the index holds."""
    return int(read_state(index, searcher).get("position", 0))


class Notes:
    """The notes that have not been applied yet, across gaps in their numbers."""

    def __init__(self, position: int) -> None:
        self.position = position
        self._ahead: set[int] = set()
        self._gap_since: tuple[int, float] | None = None

    def read(self) -> list[IndexChange]:
        """Return the next notes that were not applied."""
        waiting = IndexChange.objects.filter(pk__gt=self.position).exclude(pk__in=self._ahead)
        return list(waiting.order_by("pk")[:BATCH])

    def applied(self, notes: Iterable[IndexChange], *, now: float) -> int:
        """Take ``notes`` as applied; return how far the index is complete. ``now`` is a monotonic clock's."""
        self._ahead.update(note.pk for note in notes)
        while self._ahead:
            following = self.position + 1
            if following in self._ahead:
                self._ahead.discard(following)
                self.position, self._gap_since = following, None
            elif self._gap_since is None or self._gap_since[0] != following:
                self._gap_since = (following, now)
                break
            elif now - self._gap_since[1] < GAP_SECONDS:
                break
            else:  # a transaction that was rolled back: its number will never come
                self.position, self._gap_since = min(self._ahead) - 1, None
        return self.position


def touched(notes: Iterable[IndexChange]) -> dict[str, set[int]]:
    """Return, by prefix of their keys, the objects whose documents the notes make stale."""
    found: dict[str, set[int]] = defaultdict(set)
    for note in notes:
        if note.scope == Scope.RELATED:
            for source, lookup in sources.showing(note.label):
                rows = source.model._default_manager.filter(**{lookup: note.object_id}).order_by()
                found[source.prefix].update(rows.values_list("pk", flat=True))
        elif note.scope == Scope.SUBTREE and note.label == "wagtailcore.page":
            found["page"].update(_below(int(note.object_id)))
        elif note.scope == Scope.SUBTREE:
            for source in _of_label(note.label):
                found[source.prefix].update(source.model._default_manager.values_list("pk", flat=True))
        elif note.label == "wagtailcore.page":
            found["page"].add(int(note.object_id))
        else:
            for source in _of_label(note.label):
                found[source.prefix].add(int(note.object_id))
    return found


def _of_label(label: str) -> list[Source]:
    return [source for source in sources.all() if source.model._meta.label_lower == label]


def _below(pk: int) -> set[int]:
    """Return a page, all below it, and the aliases of any of them."""
    page = Page.objects.filter(pk=pk).values_list("path", flat=True).first()
    if page is None:
        return {pk}
    inside = Page.objects.filter(path__startswith=page).order_by()
    ids = set(inside.values_list("pk", flat=True))
    return ids | set(Page.objects.filter(alias_of__in=inside.values("pk")).values_list("pk", flat=True))


def documents_of(source: Source, ids: Iterable[int]) -> Iterable[Document]:
    """Yield the engine's documents of those of ``ids`` that everybody may see."""
    addresses = PageAddresses()
    wanted = sorted(ids)
    for start in range(0, len(wanted), BATCH):
        rows = source.public().filter(pk__in=wanted[start : start + BATCH])
        for row in source.read(rows):
            made = source.document(row, addresses)
            if made is not None:
                yield as_document(source, made)


def apply_notes(folder: IndexFolder, notes: Iterable[IndexChange]) -> None:
    """Bring everything that ``notes`` name up to the database, without a commit."""
    for prefix, ids in touched(notes).items():
        kinds = sources.of_prefix(prefix)
        folder.replace((f"{prefix}:{pk}" for pk in ids), ())
        for source in kinds:
            folder.replace((), documents_of(source, ids))


def compare(folder: IndexFolder) -> int:
    """Bring what the notes cannot tell of (bulk inserts, restored backups) up to the database.

    Returns how many documents were stale. The index is compared by key and time of publication.
    """
    held = _held(folder)
    stale: dict[str, set[int]] = defaultdict(set)
    for source in sources.all():
        own = held.get(source.kind, {})
        wanted = dict(source.versions())
        stale[source.prefix].update(pk for pk in own.keys() - wanted.keys())
        stale[source.prefix].update(pk for pk, version in wanted.items() if own.get(pk) != version)
    for prefix, ids in stale.items():
        folder.replace((f"{prefix}:{pk}" for pk in ids), ())
        for source in sources.of_prefix(prefix):
            folder.replace((), documents_of(source, ids))
    return sum(len(ids) for ids in stale.values())


def _held(folder: IndexFolder) -> dict[str, dict[int, int]]:
    """Return, by kind, the primary keys that the index holds, with their versions."""
    folder.index.reload()
    searcher = folder.index.searcher()
    found = {}
    for source in sources.all():
        query = Query.term_query(folder.index.schema, "kind", source.kind)
        hits = searcher.search(query, max(1, searcher.num_docs), count=False).hits
        places = [place for _score, place in hits]
        ids = searcher.fast_field_values("object_id", places)
        found[source.kind] = dict(zip(ids, searcher.fast_field_values("version", places), strict=True))
    return found


def is_outdated(folder: Path) -> bool:
    """Return whether notes that the index lacks may have been forgotten already."""
    index = open_index(str(folder))
    at = read_state(index, index.searcher()).get("at")
    return at is None or timezone.now() - datetime.fromisoformat(at) > CHANGES_KEPT - timedelta(days=1)


def catch_up() -> int:
    """Apply every note that waits, building the index where there is none; return how many there were."""
    from network.search.rebuild import rebuild

    if store.current_folder() is None:
        rebuild()
    with store.applying():
        folder = IndexFolder(store.current_folder())
        try:
            return drain(folder, Notes(folder.position))
        finally:
            folder.close()


def drain(folder: IndexFolder, notes: Notes) -> int:
    """Apply notes until there are none left; return how many there were."""
    count = 0
    while batch := notes.read():
        apply_notes(folder, batch)
        folder.commit(notes.applied(batch, now=time.monotonic()))
        count += len(batch)
    return count


class Follower:
    """Applies changes until it is stopped."""

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._folder: IndexFolder | None = None
        self._notes = Notes(0)
        self._compared_at = float("-inf")

    def stop(self) -> None:
        """Have ``run()`` return after the batch that it applies."""
        self._stopped.set()

    def run(self) -> None:
        """Follow the database. A database that is away is waited for."""
        while not self._stopped.is_set():
            try:
                self.step()
            except DatabaseError as error:
                logger.warning("The search index waits for the database: %s", error)
                connection.close()
                self._stopped.wait(2)
            close_old_connections()
            self._stopped.wait(POLL_SECONDS)
        if self._folder:
            self._folder.close()

    def step(self) -> None:
        """Apply what waits, in the index that is current."""
        from network.search.rebuild import rebuild

        if store.current_folder() is None or (self._folder is None and is_outdated(store.current_folder())):
            self._let_go()
            rebuild()
        with store.applying():
            folder = self._open()
            drain(folder, self._notes)
            if time.monotonic() - self._compared_at > COMPARE_SECONDS:
                if compare(folder):
                    folder.commit(folder.position)
                self._compared_at = time.monotonic()
        unanswered.collect()

    def _open(self) -> IndexFolder:
        """Return the current index, opening it anew when another process has switched."""
        current = store.current_folder()
        if current is None:
            raise DatabaseError("the index was taken away")
        if self._folder is None or self._folder.folder != current:
            self._let_go()
            self._folder = IndexFolder(current)
            self._notes = Notes(self._folder.position)
        return self._folder

    def _let_go(self) -> None:
        if self._folder:
            self._folder.close()
            self._folder = None
