"""What a page needs before it may be published, whichever way somebody tries."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from wagtail.fields import StreamField

from knowledge.forms import NO_THEME, PublishingForm, undescribed


class PublishingGate:
    """Refuses to publish an incomplete page, whether from the editor, in bulk or by the program."""

    base_form_class = PublishingForm
    described_images: tuple[str, ...] = ()
    needed_to_publish: dict[str, Any] = {"theme_links": NO_THEME}  # rows that a page needs

    def publishing_errors(self) -> dict[str, list[str]]:
        """Return by field what is still missing, as sentences; empty when the page may be published."""
        errors: dict[str, list[str]] = {}
        try:
            self.full_clean()
        except ValidationError as error:
            errors |= error.message_dict
        for name, message in self.needed_to_publish.items():
            if not getattr(self, name).all():
                errors[name] = [str(message)]
        for name in self.described_images:
            if message := undescribed(getattr(self, name)):
                errors[name] = [message]
        return errors | self._incomplete_blocks()

    def _incomplete_blocks(self) -> dict[str, list[str]]:
        """Return the bodies in which a block lacks something, such as a figure its alt text."""
        errors = {}
        for field in self._meta.get_fields():
            if isinstance(field, StreamField):
                try:
                    field.stream_block.clean(getattr(self, field.name))
                except ValidationError:
                    errors[field.name] = [gettext("A block is incomplete. Every figure needs its alt text.")]
        return errors

    def publish(self, revision, *args, **kwargs):
        """Publish ``revision``, or raise a ``ValidationError`` that names what is missing.

        A revision whose time has come was checked when it was scheduled.
        """
        if revision.approved_go_live_at is None and (errors := revision.as_object().publishing_errors()):
            raise ValidationError(errors)
        return super().publish(revision, *args, **kwargs)
