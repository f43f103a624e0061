"""Names of stored images that nobody can guess: the proxy serves them to whoever knows the address."""

import re
import secrets
from pathlib import PurePath

from django.utils.text import slugify

TOKEN = re.compile(r"\.[0-9a-f]{20}(?=\.)")
LONGEST = 36


def unguessable(filename: str) -> str:
    """Return ``filename`` as ``hall.4f…e1.png``: shortened, in plain letters, with 80 random bits of its own.

    A token that it has already is left out: the address of a size of an image tells nothing about the
    original, nor about other sizes.
    """
    path = PurePath(TOKEN.sub("", filename))
    name = "-".join(slugify(part) for part in path.stem.split("."))[:LONGEST].strip("-") or "image"
    return f"{name}.{secrets.token_hex(10)}{path.suffix.lower()}"
