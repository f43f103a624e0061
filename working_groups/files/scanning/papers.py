"""PDF: what is refused in it, by the names of ISO 32000-1.

Every action says its kind as a name, which may be written with ``#`` and two digits for any letter, and may lie
in a compressed object stream (7.5.7). Names are looked for everywhere, those of a few letters only where they
cannot stand by chance: in object streams, which hold no pictures.
"""

import re
import zlib
from typing import Any

from working_groups.enums import FileKind
from working_groups.files.scanning import refusals
from working_groups.files.scanning.looking import MARKUP, is_archive_too, whole

ACTIVE = {
    *(b"JavaScript", b"Launch", b"EmbeddedFile", b"EmbeddedFiles", b"RichMedia", b"Rendition", b"GoToE"),
    *(b"SubmitForm", b"ImportData", b"FileAttachment", b"RichMediaExecute"),
}
SHORT = {b"JS", b"XFA"}
NAME = re.compile(rb"/([A-Za-z#][A-Za-z0-9#]{1,79})")
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"stream\r?\n")
NUMBERS_FIRST = re.compile(rb"[\s\x00]*(?:%|\d)")
OTHER_FILTER = re.compile(
    rb"/(?:ASCIIHexDecode|ASCII85Decode|LZWDecode|RunLengthDecode|Crypt|AHx|A85|LZW|RL)\b|/Predictor"
)
DICTIONARY = 600  # bytes before a stream in which its dictionary stands
FIRST_PAGES = 1024
PEEK = 64
LARGEST_OBJECTS = 16 * 2**20  # of one object stream, unpacked
END = b"%%EOF"
MOST_BEHIND_END = 16


def examine_paper(file: Any) -> FileKind:
    """Return that it is a PDF; raises ``ValidationError`` where it is one with something else in it."""
    if is_archive_too(file):
        raise refusals.two_in_one()
    with whole(file) as data:
        end = data.rfind(END)
        if end < 0:
            raise refusals.broken()
        if len(data) - end - len(END) > MOST_BEHIND_END and data[end + len(END) :].strip(b"\0\r\n\t "):
            raise refusals.two_in_one()
        if MARKUP.search(data[:FIRST_PAGES]):
            raise refusals.markup()
        _check_names(data, ACTIVE)
        for stream in STREAM.finditer(data):
            _check_stream(data, stream)
    return FileKind.PDF


def _check_names(data: Any, refused: set[bytes]) -> None:
    for found in NAME.finditer(data):
        name = found[1]
        if b"#" in name:
            name = ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), name)
        if name == b"Encrypt":
            raise refusals.encrypted()
        if name in refused:
            raise refusals.active()


def _check_stream(data: Any, stream: re.Match[bytes]) -> None:
    """Look into a stream of objects; pictures, fonts and pages are told from it by how they begin."""
    before = data[max(0, stream.start() - DICTIONARY) : stream.start()]
    own = ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), before[before.rfind(b" obj") + 1 :])
    holds_objects = b"/ObjStm" in own or b"/First" in own
    if holds_objects and OTHER_FILTER.search(own):
        raise refusals.active()  # no program writes it so, unless to hide what is inside
    unpacked = zlib.decompressobj()
    start, first = stream.end(), b""
    try:
        first = unpacked.decompress(data[start : start + 4096], PEEK)
    except zlib.error:
        if not holds_objects:
            return  # not compressed, or a picture: its names were looked for as they stand
    if not holds_objects and not NUMBERS_FIRST.match(first):
        return
    _check_names(_inflated(data, start) if first else data[start : start + LARGEST_OBJECTS], ACTIVE | SHORT)


def _inflated(data: Any, start: int) -> bytes:
    """Return the stream at ``start`` unpacked; raises ``ValidationError`` where that is very much."""
    unpacking, found = zlib.decompressobj(), bytearray()
    for at in range(start, len(data), 2**16):
        try:
            found += unpacking.decompress(data[at : at + 2**16], LARGEST_OBJECTS + 1 - len(found))
        except zlib.error:
            break  # readers, too, go on with what could be unpacked
        if len(found) > LARGEST_OBJECTS:
            raise refusals.too_much()
        if unpacking.eof:
            break
    return bytes(found)
