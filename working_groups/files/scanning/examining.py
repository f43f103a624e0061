"""Telling what a file is, and handing it to whoever knows that kind."""

from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from network.media.uploads import something_else
from working_groups.enums import FileKind
from working_groups.files.scanning import refusals
from working_groups.files.scanning.office import examine_office
from working_groups.files.scanning.papers import examine_paper
from working_groups.files.scanning.pictures import examine_picture
from working_groups.files.scanning.texts import examine_text

HEAD = 512
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")
# How names end, beside the ending of each kind itself.
ALSO = {"jpeg": FileKind.JPEG, "jpe": FileKind.JPEG}
ACCEPTED = ",".join(f".{ending}" for ending in [*FileKind.values, *ALSO])


def examine(file: Any, name: str) -> FileKind:
    """Return what the file is; raises ``ValidationError`` where it may not be kept.

    The bytes say what it is, and its name has to agree. The file is left at its beginning.
    """
    named = named_kind(name)
    file.seek(0)
    head = file.read(HEAD)
    if head.startswith(OLE):
        raise refusals.old_office()
    if head.startswith(b"%PDF-"):
        kind = examine_paper(file)
    elif head.startswith(b"PK"):
        kind = examine_office(file)
    elif head.startswith(PICTURES):
        kind = examine_picture(file)
    else:
        kind = examine_text(file, named)
    file.seek(0)
    if kind != named:
        raise something_else(named.value)
    return kind


def named_kind(name: str) -> FileKind:
    """Return the kind that a name claims; raises ``ValidationError`` where groups keep none of that kind."""
    ending = PurePosixPath(name).suffix.lower().removeprefix(".")
    kind = ALSO.get(ending) or next((kind for kind in FileKind if kind.value == ending), None)
    if kind is None:
        raise ValidationError(
            _(
                "Files of this kind are not kept. "
                "Share a PDF, an office file without macros, a picture or a text."
            ),
            code="kind",
        )
    return kind
