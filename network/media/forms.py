"""How pictures are uploaded, by staff and by forms of our own."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class PictureField(WagtailImageField):
    """Takes a picture that can be shown: one that begins like a picture and breaks off is refused.

    Wagtail's own field stumbles over the first kind, and takes the second, of which no page can make a size.
    """

    def to_python(self, data):
        """Return the uploaded file once it was read to its end."""
        try:
            file = super().to_python(data)
            if file is not None:
                with Image.open(file) as picture:
                    picture.load()
                file.seek(0)
        except ValidationError:
            raise
        except Exception as error:  # whatever the many readers of pictures raise
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error
        return file


class ImageForm(BaseImageForm):
    """Wagtail's form of an image, with our field for the file."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=field.label, required=field.required, widget=field.widget, max_length=field.max_length
            )


class UploadedPicture(forms.Form):
    """A picture that is uploaded with what it shows: for forms of our own."""

    upload = PictureField(
        label=_("New picture"), required=False, help_text=_("A photograph at least 1,200 pixels wide.")
    )
    upload_description = forms.CharField(
        label=_("What the new picture shows"),
        required=False,
        max_length=255,
        help_text=_("For people who do not see it."),
    )

    def clean(self):
        """Ask what a new picture shows."""
        cleaned = super().clean()
        if cleaned.get("upload") and not cleaned.get("upload_description"):
            self.add_error("upload_description", _("Say what the picture shows."))
        return cleaned
