"""Checks what an uploaded document is by what is in it, not by its name.

Sources: ISO 32000 (PDF), PKWARE's APPNOTE (ZIP, on which office files and EPUB are built), ECMA-376 (docx,
xlsx, pptx), OASIS OpenDocument 1.3 part 2 and EPUB 3.3 (both begin with a member named mimetype).
Images are checked by ``forms.PictureField``.
"""

from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

TEXTS = {"csv", "txt", "ics"}
MEMBERS = {  # what an archive of this name holds at least
    "docx": "word/",
    "xlsx": "xl/",
    "pptx": "ppt/",
    "odt": "mimetype",
    "ods": "mimetype",
    "epub": "mimetype",
    "zip": "",
}
MOST_MEMBERS = 10_000
MOST_UNPACKED = 400 * 2**20  # bytes
HEAD = 4096
MARKUP = (b"<!doctype", b"<html", b"<svg", b"<script", b"<?xml", b"<body", b"<head", b"<iframe")


def check_document(file) -> None:
    """Refuse a file whose bytes are not what its name says, or that a browser could run."""
    extension = PurePath(file.name).suffix.lower().removeprefix(".")
    position = file.tell()
    file.seek(0)
    head = file.read(HEAD)
    file.seek(position)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if any(mark in start for mark in MARKUP) and extension in TEXTS | {"pdf"} and not head.startswith(b"%PDF-"):
        raise ValidationError(
            _("This file holds a web page or drawing, which may run in the reader’s browser.")
        )
    fits = {
        "pdf": head.startswith(b"%PDF-"),
        **dict.fromkeys(MEMBERS, head.startswith((b"PK\x03\x04", b"PK\x05\x06"))),
        **dict.fromkeys(TEXTS, b"\x00" not in head),
    }
    if not fits.get(extension, True):
        raise something_else(extension)
    if extension in MEMBERS:
        file.seek(0)
        check_archive(file, extension)
        file.seek(position)


def check_archive(file, extension: str) -> None:
    """Refuse an archive that unpacks to more than a reader's computer bears, or holds something else.

    Only the list of its members is read; what that list says of their sizes is what programs go by.
    """
    try:
        with ZipFile(file) as archive:
            members = archive.infolist()
    except (BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise something_else(extension) from error
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise ValidationError(
            _("This file unpacks to far more than its size. Share it as several smaller files.")
        )
    if not any(member.filename.startswith(MEMBERS[extension]) for member in members):
        raise something_else(extension)


def something_else(extension: str) -> ValidationError:
    """Return what is said of a file whose name and content differ."""
    return ValidationError(
        _("The name says .%(extension)s, but the file is something else. Save it again in that format."),
        params={"extension": extension},
    )
