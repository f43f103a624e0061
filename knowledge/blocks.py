"""Short rows of a page that need no table of their own."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError


class SourceBlock(blocks.StructBlock):
    """Where facts of the page come from: an address, a name, or both."""

    url = blocks.URLBlock(label=_("Address"), required=False, max_length=500)
    label = blocks.CharBlock(
        label=_("Source"), required=False, max_length=200, help_text=_("Shown instead of the bare address.")
    )

    class Meta:
        icon = "link"
        label = _("Source")

    def clean(self, value):
        """Refuse a source that says nothing."""
        cleaned = super().clean(value)
        if not (cleaned["url"] or cleaned["label"]):
            message = ValidationError(gettext("Give the address, or name the source."))
            raise StructBlockValidationError(block_errors={"url": message})
        return cleaned


def source_blocks() -> list:
    """Return what the field of sources is made of."""
    return [("source", SourceBlock())]


def message_blocks() -> list:
    """Return what the field of key messages is made of."""
    return [("message", blocks.TextBlock(label=_("Message"), max_length=400, rows=2))]
