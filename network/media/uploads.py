"""Checks what an uploaded document is by its first bytes, not by its name.

Sources of the signatures: ISO 32000 (PDF), PKWARE's APPNOTE (ZIP, on which office files and EPUB are built).
Images are checked by Wagtail's own field: format against name, size, number of pixels.
"""

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ZIPPED = {"docx", "xlsx", "pptx", "odt", "ods", "zip", "epub"}
TEXTS = {"csv", "txt", "ics"}
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
        **dict.fromkeys(ZIPPED, head.startswith((b"PK\x03\x04", b"PK\x05\x06"))),
        **dict.fromkeys(TEXTS, b"\x00" not in head),
    }
    if not fits.get(extension, True):
        raise ValidationError(
            _("The name says .%(extension)s, but the file is something else. Save it again in that format."),
            params={"extension": extension},
        )
