"""Images and documents, with the credit and licence that a network has to show."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.utils.file import hash_filelike

from network.media.names import unguessable
from network.media.uploads import check_document


class PortalImage(AbstractImage):
    """An image with its credit and licence; its description is the text for people who do not see it."""

    description = models.CharField(
        _("description"),
        max_length=255,
        blank=True,
        default="",
        help_text=_("Say what it shows, for people who do not see it. A page is not published without."),
    )
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "credit", "licence")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def get_upload_to(self, filename):
        """Return where the original is kept: the image of a draft is not found by its name."""
        return f"original_images/{unguessable(filename)}"

    def is_made_of(self, file, description: str) -> bool:
        """Return whether it is what an upload of ``file`` with ``description`` makes."""
        return self.description == description and self.get_file_hash() == hash_filelike(file)


class PortalRendition(AbstractRendition):
    """A size of an image."""

    image = models.ForeignKey(PortalImage, models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]

    def get_upload_to(self, filename):
        """Return where this size is kept."""
        return f"images/{unguessable(filename)}"


class PortalDocument(AbstractDocument):
    """A file that pages offer for download."""

    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)

    admin_form_fields = (*Document.admin_form_fields, "pages")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def clean(self):
        """Refuse a new file that is not what its name says."""
        super().clean()
        if self.file and not self.file._committed:
            try:
                check_document(self.file)
            except ValidationError as error:
                raise ValidationError({"file": error}) from error
