"""Office files: archives of XML parts, by ECMA-376 and OpenDocument 1.3.

What they are stands in their content types or in the member named mimetype. Every part is unpacked once, piece
by piece, and counted: what an archive says of its sizes is not believed.
"""

import re
import stat
import tempfile
from dataclasses import dataclass
from typing import IO, Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from working_groups.enums import FileKind
from working_groups.files.scanning import refusals
from working_groups.files.scanning.looking import chunks

MOST_MEMBERS = 3000
MOST_UNPACKED = 200 * 2**20
MOST_TIMES, SMALL = 150, 10 * 2**20  # what unpacks to little may be packed as tightly as it likes
DEEPEST = 1  # a chart in a presentation brings its table along as an office file
LONGEST_PART = 2**20  # of what is read at once: content types and mimetype
ENCRYPTED_FLAG = 0x1
END_SIGN, END_LENGTH = b"PK\x05\x06", 22
LOCATOR_SIGN, LOCATOR_LENGTH = b"PK\x06\x07", 20  # of ZIP64, of which files of our size have no need
LARGEST_LIST = 2**20  # of members, in bytes: it is read as a whole
OOXML, ODF = "application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument."
MAIN = {
    f"{OOXML}wordprocessingml.document.main+xml": FileKind.DOCX,
    f"{OOXML}spreadsheetml.sheet.main+xml": FileKind.XLSX,
    f"{OOXML}presentationml.presentation.main+xml": FileKind.PPTX,
}
MIMETYPES = {f"{ODF}text": FileKind.ODT, f"{ODF}spreadsheet": FileKind.ODS, f"{ODF}presentation": FileKind.ODP}
# Macros of both families, ActiveX controls, sheets of Excel 4 macros.
ACTING = re.compile(
    r"(^|/)(vbaproject|vbadata|macrosheets|activex|basic|scripts|customui|dialogs)([./]|$)"
    r"|\.(exe|dll|js|vbs|ps1|bat|cmd|com|scr|lnk|hta|jar|html?|swf|py|sh)$",
    re.IGNORECASE,
)
OTHER_FILES = (b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF", b"%PDF-", b"Rar!", b"7z\xbc\xaf")
# Entities, fields and links that start a program or fetch another file when the document is opened.
IN_PARTS = re.compile(
    rb"<!DOCTYPE|<!ENTITY|<(?:[a-z0-9]{1,9}:)?ddeLink[\s>]|<office:dde-source|DDEAUTO|macroEnabled"
    rb"|vnd\.sun\.star\.script|<script:|encryption-data|<script[\s>]",
    re.IGNORECASE,
)
FETCHED = re.compile(rb"/(?:attachedTemplate|oleObject|frame|subDocument|control)\"", re.IGNORECASE)
RELATIONSHIP = re.compile(rb"<Relationship\b[^<>]{0,3000}>")
LONGEST_MARK = 3072
PARTS = (".xml", ".rels", ".vml", ".rdf", ".svg")


@dataclass
class Budget:
    """What may still be unpacked, of a file and all that is packed in it."""

    bytes: int = MOST_UNPACKED
    members: int = MOST_MEMBERS

    def spend(self, size: int) -> None:
        """Count; raises ``ValidationError`` where it is too much."""
        self.bytes -= size
        if self.bytes < 0:
            raise refusals.too_much()


def examine_office(file: Any) -> FileKind:
    """Return which office file it is; raises ``ValidationError`` where it is none, or one that acts."""
    return _examine(file, Budget(), depth=0)


def _examine(file: Any, budget: Budget, *, depth: int) -> FileKind:
    if depth > DEEPEST:
        raise refusals.too_much()
    _check_frame(file)
    try:
        with ZipFile(file) as archive:
            members = archive.infolist()
            budget.members -= len(members)
            if budget.members < 0:
                raise refusals.too_much()
            _check_members(members)
            kind = _kind_of(archive)
            for member in members:
                _check_part(archive, member, budget, depth=depth)
    except (BadZipFile, NotImplementedError, ValueError, OSError, EOFError, RuntimeError) as error:
        raise refusals.broken() from error
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise refusals.broken() from error
        raise
    return kind


def _check_frame(file: Any) -> None:
    """Refuse an archive with anything before or behind it, or with a list of members that fills the memory."""
    file.seek(0)
    starts = file.read(4) == b"PK\x03\x04"
    size = file.seek(0, 2)
    file.seek(max(0, size - END_LENGTH - LOCATOR_LENGTH))
    locator, end = file.read(LOCATOR_LENGTH), file.read(END_LENGTH)
    if not starts or not end.startswith(END_SIGN):
        raise refusals.two_in_one()
    if locator.startswith(LOCATOR_SIGN) or int.from_bytes(end[12:16], "little") > LARGEST_LIST:
        raise refusals.too_much()
    file.seek(0)


def _check_members(members: list[ZipInfo]) -> None:
    """Refuse what the list of members says: passwords, ways out of the folder, macros, and far too much."""
    names = [member.filename for member in members]
    if len(set(names)) != len(names) or min((member.header_offset for member in members), default=1):
        raise refusals.two_in_one()
    for member in members:
        name = member.orig_filename
        parts = name.split("/")
        leads_out = ".." in parts or name.startswith("/") or any(sign in name for sign in "\\:\0")
        if leads_out or stat.S_ISLNK(member.external_attr >> 16):
            raise refusals.two_in_one()
        if member.flag_bits & ENCRYPTED_FLAG:
            raise refusals.encrypted()
        if ACTING.search(name):
            raise refusals.active()
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > MOST_UNPACKED or (unpacked > SMALL and unpacked > MOST_TIMES * max(1, packed)):
        raise refusals.too_much()


def _kind_of(archive: ZipFile) -> FileKind:
    """Return which kind of office file the archive says that it is."""
    names = set(archive.namelist())
    if "mimetype" in names:
        with archive.open("mimetype") as part:
            said = part.read(LONGEST_PART).decode("ascii", "replace").strip()
        if said in MIMETYPES and "content.xml" in names:
            return MIMETYPES[said]
    if "[Content_Types].xml" in names:
        with archive.open("[Content_Types].xml") as part:
            types = part.read(LONGEST_PART).decode("utf-8", "replace")
        if "macroEnabled" in types:
            raise refusals.active()
        for main, kind in MAIN.items():
            if f'"{main}"' in types or f"'{main}'" in types:
                return kind
    raise refusals.broken()


def _check_part(archive: ZipFile, member: ZipInfo, budget: Budget, *, depth: int) -> None:
    """Unpack a part once, count it, and refuse it where it acts."""
    is_text = member.filename.lower().endswith(PARTS)
    with archive.open(member) as part:
        first = part.read(4)
        if first.startswith(OTHER_FILES):
            raise refusals.active()
        if is_text and first.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00", b"<\x00")):
            raise refusals.active()  # such letters hide from the search below; no office program writes them
        if first == b"PK\x03\x04":
            _check_packed(part, budget, depth=depth)
            return
        for piece in chunks(part, overlap=LONGEST_MARK):
            budget.spend(len(piece))
            if is_text:
                _check_text(piece, member.filename)


def _check_text(piece: bytes, name: str) -> None:
    if IN_PARTS.search(piece):
        raise refusals.active()
    links = RELATIONSHIP.findall(piece) if name.endswith(".rels") else []
    if any(FETCHED.search(link) and b"External" in link for link in links):
        raise refusals.active()


def _check_packed(part: IO[bytes], budget: Budget, *, depth: int) -> None:
    """Look into an office file within an office file."""
    with tempfile.TemporaryFile() as file:
        for piece in chunks(part):
            budget.spend(len(piece))
            file.write(piece)
        _examine(file, budget, depth=depth + 1)
