"""Where the index lies on this machine, and how processes agree on which one is current.

``SEARCH_INDEX`` holds one folder for each index that was built, and a file ``current`` that names the one in
use. A rebuild makes a new folder and then replaces the file at once, so that readers go on meanwhile. A
folder's name begins with the version of the schema: new code does not read an index that old code made.
"""

import fcntl
import hashlib
import inspect
import logging
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from tantivy import Index, Searcher

from network.search import analysis, documents, schema
from network.search.schema import open_index

logger = logging.getLogger(__name__)
_lock = threading.Lock()
_reader: "Reader | None" = None


def home() -> Path:
    """Return the folder of all indexes of this machine."""
    return Path(settings.SEARCH_INDEX)


@cache
def code_version() -> str:
    """Return a short hash of the code that decides what an index holds: analysis, fields and documents."""
    modules = {analysis, documents, schema, *(sys.modules[type(s).__module__] for s in documents.sources.all())}
    code = "".join(sorted(inspect.getsource(module) for module in modules))
    return hashlib.sha256(code.encode()).hexdigest()[:10]


def current_folder() -> Path | None:
    """Return the folder of the index in use, or ``None`` where there is none that this code can read."""
    try:
        name = (home() / "current").read_text().strip()
    except OSError:
        return None
    folder = home() / name
    usable = name.startswith(f"{code_version()}-") and (folder / "meta.json").exists()
    return folder if usable else None


def new_folder() -> Path:
    """Make an empty folder for an index that this code makes."""
    folder = home() / f"{code_version()}-{time.time_ns()}"
    folder.mkdir(parents=True)
    return folder


def switch_to(folder: Path) -> None:
    """Make ``folder`` the index in use, and remove those that nobody uses any more."""
    previous = current_folder()
    written = home() / "current.new"
    written.write_text(folder.name)
    written.replace(home() / "current")
    keep = {folder, previous}
    # A reader that still has an older one open keeps its files until it closes them.
    for other in home().glob("*-*"):
        if other.is_dir() and other not in keep and not _is_young(other):
            shutil.rmtree(other, ignore_errors=True)


def _is_young(folder: Path) -> bool:
    """Return whether another process may still be building in ``folder``."""
    try:
        return time.time() - folder.stat().st_mtime < 600
    except OSError:
        return False


@contextmanager
def applying() -> Iterator[None]:
    """Hold this machine's index: one process at a time applies changes or switches to another folder."""
    home().mkdir(parents=True, exist_ok=True)
    with (home() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@dataclass(eq=False)
class Reader:
    """An opened index. ``memory`` holds what was counted once in this state of the index."""

    folder: Path
    index: Index
    searcher: Searcher
    modified_at: int
    memory: dict[Any, Any] = field(default_factory=dict)

    @property
    def schema(self):
        """The schema, as queries need it."""
        return self.index.schema


def open_reader() -> Reader | None:
    """Return the current index as it is at this moment; ``None`` where it is missing or broken.

    It costs two looks at files. A commit or a switch by another process is seen at once.
    """
    global _reader  # noqa: PLW0603 (one reader a process, shared by its threads)
    folder = current_folder()
    if folder is None:
        return None
    try:
        modified_at = (folder / "meta.json").stat().st_mtime_ns
        reader = _reader
        if reader and reader.folder == folder and reader.modified_at == modified_at:
            return reader
        with _lock:
            _reader = _opened(folder, modified_at, _reader)
            return _reader
    except (OSError, ValueError) as error:
        logger.error("The search index in %s cannot be read: %s", folder, error)
        return None


def _opened(folder: Path, modified_at: int, reader: Reader | None) -> Reader:
    """Return a reader of the newest commit; an open index is read again, not opened again."""
    if reader and reader.folder == folder:
        if reader.modified_at == modified_at:
            return reader  # another thread was faster
        index = reader.index
        index.reload()
    else:
        index = open_index(str(folder))
        index.config_reader("manual")
        index.reload()
    return Reader(folder, index, index.searcher(), modified_at)
