"""What a page says, as people read it, and as two values are told apart."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from wagtail.utils.file import hash_filelike

from network.core.merging import as_text
from network.media.models import PortalDocument, PortalImage

# What a row keeps beside its words.
UNSPOKEN = ("consented_on", "consent_version")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is not kept yet, with what it shows."""

    file: UploadedFile
    description: str

    def __str__(self) -> str:
        return f"{self.description} ({self.file.name})"


def as_sign(value: Any) -> str:
    """Return a text that two values share only where they are the same.

    What reads alike may differ: files of one name, and words that moved from one field of a row to another.
    """
    if isinstance(value, Mapping):
        return json.dumps({name: as_sign(one) for name, one in value.items()}, sort_keys=True)
    if isinstance(value, Picture):
        return f"{hash_filelike(value.file)} {value.description}"
    if isinstance(value, PortalImage):
        return f"{value.file_hash or value.pk} {value.description}"
    if isinstance(value, UploadedFile):
        return hash_filelike(value)
    if isinstance(value, PortalDocument):
        return value.file_hash or str(value.pk)
    return as_text(value)


def spoken(value: Any) -> str:
    """Return a value as people read it, without what a row keeps beside its words."""
    if isinstance(value, Mapping):
        value = {name: one for name, one in value.items() if name not in UNSPOKEN}
    return as_text(value)
