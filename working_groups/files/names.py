"""What readers save a file as: the uploader's name, without what a name may do."""

import re
import unicodedata
from pathlib import PurePosixPath

from working_groups.enums import FileKind

LONGEST = 120
# Separators of paths, what shells and Windows keep for themselves, and dots and blanks at either end.
UNSAFE = re.compile(r'[\\/:*?"<>|%;`$&\']+')


def safe_name(name: str, kind: FileKind) -> str:
    """Return ``name`` with the ending of what the file is, and nothing that hides or leads elsewhere.

    Control characters go, and with them those that turn the direction of writing: “exe.fdp” stays what it is.
    """
    plain = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C")
    stem = PurePosixPath(UNSAFE.sub("-", plain)).stem.strip(" .-")[:LONGEST].strip(" .-")
    return f"{stem or 'file'}.{kind.value}"
