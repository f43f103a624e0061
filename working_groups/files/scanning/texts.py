"""Plain texts: tables, notes and calendars, which hold letters and nothing that begins like something else."""

import codecs
import re
from typing import Any

from network.media.uploads import MARKUP, something_else
from working_groups.enums import FileKind
from working_groups.files.scanning import refusals
from working_groups.files.scanning.looking import CHUNK, is_archive_too

TEXTS = (FileKind.CSV, FileKind.TXT, FileKind.ICS)
HEAD = 4096
CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
OTHERS = (b"{\\rtf", b"%!ps", b"#!", b"mz", b"<?php", b"<%")
# A cell that is a formula: each is read once, so that no table takes long.
CELL = re.compile(rb"(?:^|[,;\t\r\n])[ \"']*+[=+@-]([^,;\t\r\n]*+)")
# One that starts another program (DDE), or asks another host.
ACTING = (b"WEBSERVICE(", b"HYPERLINK(")
BEGIN, END = b"begin:vcalendar", b"end:vcalendar"


def examine_text(file: Any, named: FileKind) -> FileKind:
    """Return the kind that its name claims; raises ``ValidationError`` where it is none, or hides a page."""
    if named not in TEXTS:
        raise something_else(named.value)
    if is_archive_too(file):
        raise refusals.two_in_one()
    file.seek(0)
    start = file.read(HEAD).removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if any(mark in start for mark in MARKUP):
        raise refusals.markup()
    if start.startswith(OTHERS) or b"%pdf-" in start[:1024]:
        raise refusals.two_in_one()
    tail = _check_letters(file, named)
    if named == FileKind.ICS and not (start.startswith(BEGIN) and tail.rstrip().lower().endswith(END)):
        raise something_else(named.value)
    return named


def _check_letters(file: Any, named: FileKind) -> bytes:
    """Refuse what is no text, and cells of a table that act; return how it ends."""
    file.seek(0)
    line = b""
    while piece := file.read(CHUNK):
        if CONTROLS.search(piece):
            raise something_else(named.value)
        seen = line + piece
        if named == FileKind.CSV and any(_acts(cell[1]) for cell in CELL.finditer(seen)):
            raise refusals.active()
        line = seen[-512:]
    return line


def _acts(formula: bytes) -> bool:
    program, _bar, place = formula.partition(b"|")
    return b"!" in place or any(name in program.upper() for name in ACTING)
