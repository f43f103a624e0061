"""The forms by which files are added, renamed and deleted."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from network.core.forms import SentOnce, Versioned
from working_groups.files.limits import LARGEST_FILE
from working_groups.files.names import safe_name
from working_groups.files.scanning import ACCEPTED, examine
from working_groups.files.services import Upload
from working_groups.models import Meeting, WorkingGroup


class PaperField(forms.FileField):
    """Takes a file that groups keep, and gives it with what it is."""

    default_error_messages = {
        "required": _("Choose a file."),
        "empty": _("This file is empty."),
        "too_large": _("This file has %(size)s. At most %(most)s are possible."),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.FileInput(attrs={"accept": ACCEPTED}))
        super().__init__(max_length=200, **options)

    def clean(self, data: UploadedFile | None, initial: Any = None) -> Upload:  # type: ignore[override]
        """Return the file that was looked at; its size is asked first, so that nothing large is read."""
        if data is not None and data.size is not None and data.size > LARGEST_FILE:
            sizes = {"size": filesizeformat(data.size), "most": filesizeformat(LARGEST_FILE)}
            raise ValidationError(self.error_messages["too_large"], code="too_large", params=sizes)
        file = super().clean(data, initial)
        kind = examine(file, file.name)
        return Upload(file=file, kind=kind, name=safe_name(file.name, kind))


def paper_field() -> PaperField:
    """Return the field for a file, with what may be chosen."""
    return PaperField(
        label=_("File"),
        help_text=_(
            "PDF, Word, Excel, PowerPoint or OpenDocument without macros, a picture, a table or text. "
            "At most 25 MB."
        ),
    )


class MeetingField(forms.ModelChoiceField):
    """A meeting of the group."""

    def label_from_instance(self, meeting: Meeting) -> str:  # type: ignore[override]
        """Return the day and the title."""
        return f"{meeting.starts_there:%Y-%m-%d} {meeting.title}"


class DocumentForm(forms.Form):
    """What a document is called, and which meeting it is for."""

    title = forms.CharField(
        label=_("Title"),
        max_length=160,
        help_text=_("What it is, as it will stand in the list."),
        error_messages={"required": _("Give the file a title.")},
    )
    meeting = MeetingField(
        label=_("For the meeting"),
        queryset=Meeting.objects.none(),
        required=False,
        empty_label=_("No meeting"),
    )

    def __init__(self, *args: Any, group: WorkingGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = group.meetings.order_by("-starts_at", "-pk")  # type: ignore[attr-defined]


class NewDocumentForm(SentOnce, DocumentForm):
    """A document with its first version."""

    upload = paper_field()
    field_order = ("upload", "title", "meeting")


class NewVersionForm(SentOnce):
    """The next version of a document."""

    upload = paper_field()
    note = forms.CharField(label=_("What is new"), max_length=300, required=False)


class ChangedDocumentForm(Versioned, DocumentForm):
    """Another title or meeting for a document that others may rename at the same moment."""
