"""Where the index lies on this machine, and how processes agree on which one is current.

``SEARCH_INDEX`` holds one folder for each index that was built, and a file ``current-…`` that names the one in
use. A rebuild makes a new folder and then replaces the file at once, so that readers go on meanwhile. The names
of both hold the version of the code that made them: new code does not read an index that old code made, and
while a new version is rolled out, both go on side by side.
"""

import fcntl
import hashlib
import inspect
import logging
import os
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from tantivy import Index, Searcher

from network.search import analysis, documents, schema
from network.search.schema import open_index

logger = logging.getLogger(__name__)
_lock = threading.Lock()
_reader: "Reader | None" = None
_reported = ""  # the failure that this process has told of last; pages ask at every request


def home() -> Path:
    """Return the folder of all indexes of this machine."""
    return Path(settings.SEARCH_INDEX)


@cache
def code_version() -> str:
    """Return a short hash of the code that decides what an index holds: analysis, fields and documents."""
    classes = {one for source in documents.sources.all() for one in type(source).__mro__ if one is not object}
    modules = {analysis, documents, schema, *(sys.modules[one.__module__] for one in classes)}
    code = "".join(sorted(inspect.getsource(module) for module in modules))
    return hashlib.sha256(code.encode()).hexdigest()[:10]


def _pointer() -> Path:
    """Return the file that names the index in use."""
    return home() / f"current-{code_version()}"


def current_folder() -> Path | None:
    """Return the folder of the index in use, or ``None`` where there is none that this code can read."""
    try:
        folder = home() / _pointer().read_text().strip()
    except OSError:
        return None
    return folder if (folder / "meta.json").exists() else None


def new_folder() -> Path:
    """Make an empty folder for an index that this code makes; see ``building()``."""
    folder = home() / f"{code_version()}-{time.time_ns()}"
    folder.mkdir(parents=True)
    return folder


def switch_to(folder: Path) -> None:
    """Make ``folder`` the index in use. The previous one stays for readers that are just about to open it."""
    previous = current_folder()
    written = home() / "current.new"
    written.write_text(folder.name)
    written.replace(_pointer())
    remove_leftovers(keep={folder, previous})


def remove_leftovers(*, keep: set[Path | None]) -> None:
    """Remove the indexes that nobody uses: those that another version of the code left long ago, and of this
    version's all but ``keep``. Only who holds ``building()`` may ask for it.
    """
    for other in home().glob("*-*"):
        own = code_version() in other.name
        if other.is_dir() and other not in keep and (own or _is_forgotten(other)):
            # A reader that still has it open keeps its files until it closes them.
            shutil.rmtree(other, ignore_errors=True)
    for pointer in home().glob("current-*"):
        if pointer != _pointer() and _is_forgotten(pointer):
            pointer.unlink(missing_ok=True)


def _is_forgotten(path: Path) -> bool:
    """Return whether another version of the code has not touched ``path`` for a day."""
    try:
        return time.time() - path.stat().st_mtime > 86_400
    except OSError:
        return False


@contextmanager
def applying() -> Iterator[None]:
    """Hold this machine's index: one process at a time applies changes or switches to another folder."""
    with _locked("applying.lock"):
        yield


@contextmanager
def building() -> Iterator[None]:
    """Hold the right to build: one process at a time makes a new index of this version."""
    with _locked(f"building-{code_version()}.lock"):
        yield


@contextmanager
def _locked(name: str) -> Iterator[None]:
    home().mkdir(parents=True, exist_ok=True)
    with (home() / name).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class Following:
    """The right to follow: the engine takes one writer an index, so that of two followers the second waits.

    It ends with the process, however that ends.
    """

    def __init__(self) -> None:
        self._lock: IO | None = None

    def is_held(self) -> bool:
        """Return whether this process has the right, taking it where it is free."""
        path = home() / f"following-{code_version()}.lock"
        if self._lock is not None:
            try:
                if path.stat().st_ino == os.fstat(self._lock.fileno()).st_ino:
                    return True
            except OSError:
                pass
            self.release()  # somebody took the folder away, and another process may hold the new file
        home().mkdir(parents=True, exist_ok=True)
        lock = path.open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            return False
        self._lock = lock
        return True

    def release(self) -> None:
        """Let another process follow."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None


@dataclass(eq=False)
class Reader:
    """An opened index. ``memory`` holds what was counted once in this state of the index."""

    folder: Path
    index: Index
    searcher: Searcher
    state: tuple[int, ...]
    memory: dict[Any, Any] = field(default_factory=dict)

    @property
    def schema(self):
        """The schema, as queries need it."""
        return self.index.schema


def open_reader() -> Reader | None:
    """Return the current index as it is at this moment; ``None`` where it is missing or broken.

    It costs two looks at files. A commit or a switch by another process is seen at once. A broken index is
    logged when it breaks and when it can be read again, not at every request between.
    """
    global _reader  # noqa: PLW0603 (one reader a process, shared by its threads)
    folder = current_folder()
    if folder is None:
        return None
    try:
        state = _state(folder)
        reader = _reader
        if reader and reader.folder == folder and reader.state == state:
            return reader
        with _lock:
            reader = _reader = _opened(folder, state, _reader)
        _report(folder, "")
        return reader
    except (OSError, ValueError) as error:
        _report(folder, f"{type(error).__name__}: {error}")
        return None


def _report(folder: Path, failure: str) -> None:
    """Log that the index in ``folder`` fails, or with no ``failure`` that it is well, if that is news."""
    global _reported  # noqa: PLW0603 (one state a process, as with the reader)
    state = f"{folder}: {failure}" if failure else ""
    with _lock:
        if state == _reported:
            return
        _reported = state
    if failure:
        logger.error("The search index in %s cannot be read: %s", folder, failure)
    else:
        logger.info("The search index in %s can be read again.", folder)


def _state(folder: Path) -> tuple[int, ...]:
    """Return what differs after each commit. Clocks of files stand still for some milliseconds: the time alone
    would not tell two commits apart.
    """
    meta = (folder / "meta.json").stat()
    return meta.st_mtime_ns, meta.st_ino, meta.st_size


def _opened(folder: Path, state: tuple[int, ...], reader: Reader | None) -> Reader:
    """Return a reader of the newest commit; an open index is read again, not opened again."""
    if reader and reader.folder == folder:
        if reader.state == state:
            return reader  # another thread was faster
        index = reader.index
        index.reload()
    else:
        index = open_index(str(folder))
        index.config_reader("manual")
        index.reload()
    return Reader(folder, index, index.searcher(), state)
