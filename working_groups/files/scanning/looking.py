"""Looking at all of a file while memory stays flat."""

import mmap
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import is_zipfile

# A picture or paper has no use for these; a browser that guesses goes by them.
MARKUP = re.compile(rb"<(?:script|html|iframe|body|svg|object|embed|!doctype)[\s>/]", re.IGNORECASE)
CHUNK = 2**16


@contextmanager
def whole(file: Any) -> Iterator[Any]:
    """Yield the bytes of an upload to look at: those of one on the disk stay there."""
    file.seek(0)
    if hasattr(file, "temporary_file_path"):
        with (
            Path(file.temporary_file_path()).open("rb") as opened,
            mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data,
        ):
            yield data
        return
    yield file.read()


def chunks(file: Any, overlap: int = 0) -> Iterator[bytes]:
    """Yield a file piece by piece, each with the last ``overlap`` bytes of the one before."""
    file.seek(0)
    tail = b""
    while piece := file.read(CHUNK):
        yield tail + piece
        tail = piece[-overlap:] if overlap else b""


def is_archive_too(file: Any) -> bool:
    """Return whether programs that unpack archives would take the file for one."""
    file.seek(0)
    return is_zipfile(file)
