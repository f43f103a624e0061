"""Model fields of our own."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.functional import cached_property
from wagtail.fields import StreamField


class PortalStreamField(StreamField):
    """A StreamField whose block definitions stay out of migrations.

    Blocks are Python, not schema: the column is JSON whatever they are. See docs/adr/0005-streamfield.md.
    """

    def deconstruct(self):
        """Return the field without its blocks, so that changing a block makes no migration."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs

    @cached_property
    def json_field(self) -> models.JSONField:
        """The field that reads and writes the JSON: Wagtail makes one for every value of every row."""
        return models.JSONField(encoder=DjangoJSONEncoder)
