"""Pictures: their header is read, and how they end; nothing is decoded, so that a bomb never goes off."""

import re
import warnings
from typing import Any

from django.conf import settings
from PIL import Image

from working_groups.enums import FileKind
from working_groups.files.scanning import refusals
from working_groups.files.scanning.looking import MARKUP, chunks, is_archive_too, whole

KINDS = {"PNG": FileKind.PNG, "JPEG": FileKind.JPEG, "WEBP": FileKind.WEBP}
PNG_END = b"IEND\xaeB`\x82"
JPEG_END = b"\xff\xd9"
# Some cameras write notes of their own behind the picture.
MOST_BEHIND_JPEG = 2**16
ANOTHER = re.compile(rb"%PDF-|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
LONGEST_MARK = 16


def examine_picture(file: Any) -> FileKind:
    """Return which kind it is; raises ``ValidationError`` where it is broken, too large or more than that."""
    kind = _read_header(file)
    if is_archive_too(file):
        raise refusals.two_in_one()
    for piece in chunks(file, overlap=LONGEST_MARK):
        if MARKUP.search(piece):
            raise refusals.markup()
        if ANOTHER.search(piece):
            raise refusals.two_in_one()
    with whole(file) as data:
        _check_end(data, kind)
    return kind


def _read_header(file: Any) -> FileKind:
    file.seek(0)
    most = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(file, formats=list(KINDS))
    except Image.DecompressionBombError as error:
        raise refusals.too_many_pixels(most) from error
    except Exception as error:  # whatever the readers of pictures raise
        raise refusals.broken() from error
    if picture.width * picture.height > most:
        raise refusals.too_many_pixels(most)
    return KINDS[str(picture.format)]


def _check_end(data: Any, kind: FileKind) -> None:
    """Refuse a picture with anything behind its end."""
    if kind == FileKind.PNG:
        end = data.rfind(PNG_END)
        if end < 0:
            raise refusals.broken()
        behind = len(data) - end - len(PNG_END)
        first = data.find(PNG_END)
        if behind or first != end:
            raise refusals.two_in_one()
    elif kind == FileKind.WEBP:
        size = int.from_bytes(data[4:8], "little") + 8
        if size > len(data):
            raise refusals.broken()
        if len(data) > size + size % 2:
            raise refusals.two_in_one()
    else:
        end = data.rfind(JPEG_END)
        if end < 0:
            raise refusals.broken()
        if len(data) - end - len(JPEG_END) > MOST_BEHIND_JPEG:
            raise refusals.two_in_one()
