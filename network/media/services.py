"""Keeping what people upload by forms of their own."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from network.media.models import PortalDocument, PortalImage


@transaction.atomic
def keep_picture(*, file: UploadedFile, description: str, by: Any) -> PortalImage:
    """Return the picture, kept among the portal's images with what it shows."""
    image = PortalImage(title=description[:200], description=description, file=file, uploaded_by_user=by)
    image.full_clean()
    image.save()
    image.get_file_hash()
    return image


@transaction.atomic
def keep_document(*, file: UploadedFile, by: Any) -> PortalDocument:
    """Return the file, kept among the portal's documents."""
    document = PortalDocument(title=(file.name or "")[:200], file=file, uploaded_by_user=by)
    document.full_clean()
    document.save()
    document.get_file_hash()
    return document
