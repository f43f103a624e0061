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
MOST_OBJECTS = 32 * 2**20  # bytes of all object streams, unpacked
MOST_STREAMS = 100_000
# A web address that a link leads to may hold any word; it ends where no PDF could begin anything.
ADDRESS_BEFORE = re.compile(rb"/URI\s*\(https?:[^\s()<>\\]*\Z")
ADDRESS_BEHIND = re.compile(rb"[^\s()<>\\]*\)")
LONGEST_ADDRESS = 2000
MOST_ADDRESSES = 1000  # with such a word
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
        left = MOST_OBJECTS
        for number, stream in enumerate(STREAM.finditer(data)):
            left -= _check_stream(data, stream, left)
            if left < 0 or number > MOST_STREAMS:
                raise refusals.too_much()
    return FileKind.PDF


def _check_names(data: Any, refused: set[bytes]) -> None:
    in_addresses = 0
    for found in NAME.finditer(data):
        name = found[1]
        if b"#" in name:
            name = ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), name)
        if name != b"Encrypt" and name not in refused:
            continue
        in_addresses += 1
        if in_addresses <= MOST_ADDRESSES and _is_in_address(data, found):
            continue
        raise refusals.encrypted() if name == b"Encrypt" else refusals.active()


def _is_in_address(data: Any, found: re.Match[bytes]) -> bool:
    before = data[max(0, found.start() - LONGEST_ADDRESS) : found.start()]
    behind = data[found.end() : found.end() + LONGEST_ADDRESS]
    return bool(ADDRESS_BEFORE.search(before) and ADDRESS_BEHIND.match(behind))


def _check_stream(data: Any, stream: re.Match[bytes], most: int) -> int:
    """Look into a stream of objects and return its size, unpacked; other streams are of no size.

    Pictures, fonts and pages are told from it by how they begin.
    """
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
            return 0  # not compressed, or a picture: its names were looked for as they stand
    if not holds_objects and not NUMBERS_FIRST.match(first):
        return 0
    found = _inflated(data, start, most) if first else data[start : max(start, data.find(b"endstream", start))]
    _check_names(found, ACTIVE | SHORT)
    return len(found)


def _inflated(data: Any, start: int, most: int) -> bytes:
    """Return the stream at ``start`` unpacked; raises ``ValidationError`` where that is more than ``most``."""
    unpacking, found = zlib.decompressobj(), bytearray()
    for at in range(start, len(data), 2**16):
        try:
            found += unpacking.decompress(data[at : at + 2**16], most + 1 - len(found))
        except zlib.error:
            break  # readers, too, go on with what could be unpacked
        if len(found) > most:
            raise refusals.too_much()
        if unpacking.eof:
            break
    return bytes(found)
