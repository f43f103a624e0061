"""Brings this machine's index up to the database: one process a machine, ``manage.py search_index --follow``.

The follower applies the notes of ``IndexChange`` in their order and keeps, inside the index and committed with
what it applied, how far it came. Killed at any moment it begins again at its last commit, and applying a note
twice changes nothing.

A transaction may commit after one that began later, so that a number can be missing for a while and then
appear. The follower applies what comes behind a gap at once, but counts itself as past the gap only after
``GAP_SECONDS``. A note about many documents – a branch of the page tree was closed, a theme has another name –
is applied in parts, between which other notes have their turn.
"""

import json
import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.db import DatabaseError, close_old_connections, connection
from django.db.models import Max
from django.utils import timezone
from tantivy import Document, Index, IndexWriter, Query, Searcher
from wagtail.models import Page

from network.core import generation
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
TRIES = 2  # times in a row that the engine may fail before the index is built anew
PATIENCE = 5  # and before the follower gives up
BATCH = 500  # notes or documents
HEAP = 50_000_000  # bytes that the engine may fill before it writes a segment
STATE = "_state"


class Busy(Exception):
    """Another process follows already."""


class Notes:
    """The notes that have not been applied yet, across gaps in their numbers.

    ``ahead`` are the numbers behind ``position`` that have been applied, with the moment at which each was
    first seen. ``stale`` holds, by prefix, what is still to be made anew of the notes ``unfinished``.
    """

    def __init__(self, position: int, ahead: Iterable[int] = (), *, now: float = 0.0) -> None:
        self.position = position
        self.ahead = dict.fromkeys(ahead, now)
        self.unfinished: set[int] = set()
        self.stale: dict[str, set[int]] = defaultdict(set)

    def read(self) -> list[IndexChange]:
        """Return the next notes that were not applied."""
        found: list[IndexChange] = []
        position = self.position
        while len(found) < BATCH:
            some = list(IndexChange.objects.filter(pk__gt=position).order_by("pk")[:BATCH])
            found += [note for note in some if note.pk not in self.ahead and note.pk not in self.unfinished]
            if len(some) < BATCH:
                break
            position = some[-1].pk
        return found[:BATCH]

    def applied(self, numbers: Iterable[int], *, now: float) -> None:
        """Take the notes of these numbers as applied. ``now`` is a monotonic clock's."""
        self.ahead |= dict.fromkeys(numbers, now)
        self.settle(now=now)

    def settle(self, *, now: float) -> int:
        """Return how far the index is complete, past gaps that nobody fills any more."""
        while self.ahead:
            following = self.position + 1
            if following not in self.ahead:
                behind = min(self.ahead)
                if self.unfinished and min(self.unfinished) < behind:
                    break
                if now - self.ahead[behind] < GAP_SECONDS:
                    break
                # A transaction that was rolled back, or notes that were forgotten: the number will never come.
                following = behind
            self.position = following
            del self.ahead[following]
        return self.position

    def finish(self, *, now: float) -> None:
        """Take the unfinished notes as applied where nothing is left of them."""
        if not any(self.stale.values()):
            self.stale.clear()
            done, self.unfinished = self.unfinished, set()
            self.applied(done, now=now)


class IndexFolder:
    """An index that is being written: documents are replaced by key, and ``commit`` keeps with them which notes
    they hold.
    """

    def __init__(self, folder: Path, *, create: bool = False, heap: int = HEAP) -> None:
        self.folder = folder
        self.index = open_index(str(folder), create=create)
        self.writer: IndexWriter = self.index.writer(heap, 1)
        # A process that was killed before its commit leaves files whose names this one's commits would take.
        self.writer.garbage_collect_files()
        self.index.reload()
        state = read_state(self.index, self.index.searcher())
        self.notes = Notes(state["position"], state["ahead"], now=time.monotonic())
        self.written = state

    def replace(self, keys: Iterable[str], documents: Iterable[Document]) -> None:
        """Take the documents of ``keys`` out and put ``documents`` in."""
        for key in keys:
            self.writer.delete_documents_by_term("key", key)
        for document in documents:
            self.writer.add_document(document)

    def commit(self, notes: Notes) -> None:
        """Make everything visible to readers, with which notes are applied."""
        at = timezone.now().isoformat()
        self.written = {"position": notes.position, "ahead": sorted(notes.ahead), "at": at}
        state = Document()
        state.add_text("key", STATE)
        state.add_text("kind", STATE)
        state.add_bytes("stored", json.dumps(self.written).encode())
        self.replace([STATE], [state])
        self.writer.commit()

    def close(self) -> None:
        """Let the engine finish its merges and free the folder."""
        self.writer.wait_merging_threads()


def read_state(index: Index, searcher: Searcher) -> dict:
    """Return what was committed with the index: ``position``, the numbers ``ahead`` of it, and the time ``at``.

    Of an empty index, position 0 at no time.
    """
    hits = searcher.search(Query.term_query(index.schema, "key", STATE), 1).hits
    found = json.loads(bytes(searcher.doc(hits[0][1]).to_dict()["stored"][0])) if hits else {}
    return {"position": 0, "ahead": [], "at": None} | found


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
    """Return a page, all below it, and the same of every alias of these: they open and close together."""
    path = Page.objects.filter(pk=pk).values_list("path", flat=True).first()
    if path is None:
        return {pk}
    paths, ids = [path], set()
    for tree in paths:  # grows
        inside = Page.objects.filter(path__startswith=tree).order_by()
        ids |= set(inside.values_list("pk", flat=True))
        aliases = Page.objects.filter(alias_of__in=inside.values("pk")).order_by()
        paths += [other for other in aliases.values_list("path", flat=True) if other not in paths]
    return ids


def documents_of(source: Source, ids: Iterable[int]) -> Iterator[Document]:
    """Yield the engine's documents of those of ``ids`` that everybody may see."""
    addresses = PageAddresses()
    wanted = sorted(ids)
    for start in range(0, len(wanted), BATCH):
        rows = source.read(source.public().filter(pk__in=wanted[start : start + BATCH]))
        yield from as_documents(source, rows, addresses)


def as_documents(source: Source, rows: Iterable, addresses: PageAddresses) -> Iterator[Document]:
    """Yield the engine's documents of ``rows``.

    One that cannot be made, as with a picture whose file is broken, is left out and reported: it must not keep
    all others from being found.
    """
    for row in rows:
        try:
            made = source.document(row, addresses)
            document = as_document(source, made) if made is not None else None
        except DatabaseError:
            raise
        except Exception:
            logger.exception("%s cannot be indexed", source.key(row.pk))
            continue
        if document is not None:
            yield document


def make_anew(folder: IndexFolder, stale: dict[str, set[int]]) -> None:
    """Bring the objects ``stale`` up to the database, without a commit."""
    for prefix, ids in stale.items():
        folder.replace((f"{prefix}:{pk}" for pk in ids), ())
        for source in sources.of_prefix(prefix):
            folder.replace((), documents_of(source, ids))


def make_later(folder: IndexFolder, notes: Notes, stale: dict[str, set[int]]) -> None:
    """Take out at once what is no longer for everybody, and leave the rest for later: there is much of it."""
    for prefix, ids in stale.items():
        opened: set[int] = set()
        for source in sources.of_prefix(prefix):
            opened.update(source.public().order_by().values_list("pk", flat=True))
        folder.replace((f"{prefix}:{pk}" for pk in ids - opened), ())
        notes.stale[prefix] |= ids & opened


def apply_notes(folder: IndexFolder, notes: Notes, batch: Iterable[IndexChange]) -> None:
    """Apply a batch of notes, those about many documents in part, without a commit."""
    generation.forget()  # a note may be read before the other processes are told of the change
    small, done = [], []
    for note in batch:
        stale = touched([note]) if note.scope != Scope.OBJECT else {}
        if sum(map(len, stale.values())) > BATCH:
            make_later(folder, notes, stale)
            notes.unfinished.add(note.pk)
        else:
            small.append(note)
            done.append(note.pk)
    make_anew(folder, touched(small))
    notes.applied(done, now=time.monotonic())


def apply_part(folder: IndexFolder, notes: Notes) -> None:
    """Make some of what was left for later, without a commit."""
    prefix = next((prefix for prefix, ids in notes.stale.items() if ids), None)
    if prefix is not None:
        part = set(sorted(notes.stale[prefix])[:BATCH])
        make_anew(folder, {prefix: part})
        notes.stale[prefix] -= part
    notes.finish(now=time.monotonic())


def drain(folder: IndexFolder, notes: Notes, is_stopped: Callable[[], bool] = bool) -> int:
    """Apply notes until there are none left or the process is asked to stop; return how many there were."""
    count = 0
    while not is_stopped():
        batch = notes.read()
        if batch:
            apply_notes(folder, notes, batch)
            count += len(batch)
        elif any(notes.stale.values()) or notes.unfinished:
            apply_part(folder, notes)
        elif notes.settle(now=time.monotonic()) == folder.written["position"]:
            break
        folder.commit(notes)
    return count


def compare(folder: IndexFolder, notes: Notes) -> int:
    """Find what the notes cannot tell of: bulk inserts, a change whose note was lost with its process.

    Returns how many documents are stale. The index is compared by key and time of publication. What is no
    longer for everybody is taken out, without a commit; the rest waits in ``notes``.
    """
    held = _held(folder)
    stale: dict[str, set[int]] = defaultdict(set)
    for source in sources.all():
        own = held.get(source.kind, {})
        wanted = dict(source.versions())
        stale[source.prefix].update(pk for pk in own.keys() - wanted.keys())
        stale[source.prefix].update(pk for pk, version in wanted.items() if own.get(pk) != version)
    stale = {prefix: ids for prefix, ids in stale.items() if ids}
    make_later(folder, notes, stale)
    return sum(map(len, stale.values()))


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
    """Return whether an index cannot be brought up to the database by its notes.

    Those that it lacks may have been forgotten; a database that was put back has begun to count anew; or it
    cannot be read.
    """
    try:
        index = open_index(str(folder))
        index.reload()
        state = read_state(index, index.searcher())
    except (OSError, ValueError) as error:
        logger.warning("The search index in %s cannot be read and is built anew: %s", folder, error)
        return True
    if state["at"] is None:
        return True
    last = IndexChange.objects.aggregate(last=Max("pk"))["last"]
    if last is not None and last < max(state["position"], *state["ahead"], 0):
        return True
    return timezone.now() - datetime.fromisoformat(state["at"]) > CHANGES_KEPT - timedelta(days=1)


def catch_up() -> int:
    """Apply every note that waits, building the index where there is none; return how many there were.

    Raises ``Busy`` where a follower does that already.
    """
    from network.search.rebuild import build_missing, rebuild

    following = store.Following()
    if not following.is_held():
        raise Busy
    try:
        build_missing()
        if is_outdated(store.current_folder()):
            rebuild()
        with store.applying():
            folder = IndexFolder(store.current_folder())
            try:
                return drain(folder, folder.notes)
            finally:
                folder.close()
    finally:
        following.release()


class Follower:
    """Applies changes until it is stopped. Of several on one machine, one does, and the others wait."""

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._following = store.Following()
        self._folder: IndexFolder | None = None
        self._compared_at = float("-inf")
        self._failures = 0

    def stop(self) -> None:
        """Have ``run()`` return after the batch that it applies."""
        self._stopped.set()

    def run(self) -> None:
        """Follow the database. A database that is away is waited for, an index that is broken is built anew."""
        while not self._stopped.is_set():
            try:
                self.step()
                self._failures = 0
            except DatabaseError as error:
                logger.warning("The search index waits for the database: %s", error)
                connection.close()
                self._stopped.wait(2)
            except (OSError, ValueError) as error:  # the engine's errors, and those of files
                self._failures += 1
                self._let_go()
                if self._failures > PATIENCE:
                    raise
                logger.warning("The search index is opened again: %s", error)
                self._stopped.wait(self._failures)
            close_old_connections()
            self._stopped.wait(POLL_SECONDS)
        self.end()

    def end(self) -> None:
        """Let go of the index, so that another process may follow."""
        self._let_go()
        self._following.release()

    def step(self) -> None:
        """Apply what waits, in the index that is current."""
        from network.search.rebuild import build_missing, rebuild

        if not self._following.is_held():
            self._let_go()
            return
        current = store.current_folder()
        if current is None:
            self._let_go()
            build_missing()
        elif self._is_broken(current):
            self._let_go()
            rebuild()
        with store.applying():
            folder = self._open()
            if folder is None:
                return
            drain(folder, folder.notes, self._stopped.is_set)
            if time.monotonic() - self._compared_at > COMPARE_SECONDS:
                if compare(folder, folder.notes):
                    folder.commit(folder.notes)
                    drain(folder, folder.notes, self._stopped.is_set)
                self._compared_at = time.monotonic()
        unanswered.collect()

    def _is_broken(self, current: Path) -> bool:
        """Return whether the index has to be built anew: it fails again and again, or cannot be read."""
        if self._failures > TRIES or store.open_reader() is None:
            return True
        return self._folder is None and is_outdated(current)

    def _open(self) -> IndexFolder | None:
        """Return the current index, opening it anew when another process has switched."""
        current = store.current_folder()
        if current is None:
            return None  # taken away this moment: the next step builds another
        if self._folder is None or self._folder.folder != current:
            self._let_go()
            self._folder = IndexFolder(current)
        return self._folder

    def _let_go(self) -> None:
        if self._folder is None:
            return
        folder, self._folder = self._folder, None
        try:
            folder.close()
        except (OSError, ValueError) as error:
            logger.info("%s was not closed: %s", folder.folder, error)
