"""Images and documents, small and real."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image

from network.media.models import PortalDocument, PortalImage


def make_image(*, name: str = "hall.png", width: int = 1200, height: int = 800, **fields) -> PortalImage:
    """Return a saved image of one colour."""
    buffer = BytesIO()
    Image.new("RGB", (width, height), "#0f625b").save(buffer, "PNG")
    defaults = {"title": "A hall"}
    return PortalImage.objects.create(**{**defaults, **fields}, file=ContentFile(buffer.getvalue(), name=name))


def make_document(*, name: str = "guide.pdf", size: int = 2048, **fields) -> PortalDocument:
    """Return a saved document of ``size`` bytes."""
    defaults = {"title": "A guide"}
    document = PortalDocument(
        **{**defaults, **fields}, file=ContentFile(b"%PDF" + b" " * (size - 4), name=name)
    )
    document.file_size = size
    document.save()
    return document
