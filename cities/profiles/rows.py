"""The forms of single rows: a moment of the timeline, an achievement, a commitment, an offer, a contact."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.consents import CONTACT
from cities.models import Achievement, CityContact, CityOffer, CitySource, Commitment, Milestone
from network.core.forms import form_field
from network.core.models import Theme
from network.media.models import PortalDocument

MOST_ROWS, BLANK_ROWS = 60, 1
FIRST_YEAR, LAST_YEAR = 1000, 2200


def short_text(lines: int) -> forms.Textarea:
    """Return a text field of so many lines."""
    return forms.Textarea(attrs={"rows": lines})


class RowForm(forms.ModelForm):
    """One row; ``key`` says which row it was when the form was opened, and is empty for a new one."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    shown: tuple[str, ...] = ()

    def __init__(self, *args: Any, documents: Any = (), agreed: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "theme" in self.fields:
            self.fields["theme"].queryset = Theme.objects.spine()
        for name in ("year", "due_year"):
            if name in self.fields:
                self.fields[name].min_value, self.fields[name].max_value = FIRST_YEAR, LAST_YEAR

    def clean_year(self) -> int | None:
        """Refuse what is no year."""
        return self._year("year")

    def _year(self, name: str) -> int | None:
        year = self.cleaned_data[name]
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValidationError(_("This is not a year. It has four digits, such as 1998."))
        return year

    @property
    def values(self) -> dict[str, Any]:
        """What the row says, by the model's field."""
        return {name: self.cleaned_data.get(name) for name in self.shown}


class MilestoneForm(RowForm):
    """A moment of the timeline."""

    shown = ("year", "month", "text", "is_turn")

    class Meta:
        model = Milestone
        fields = ("year", "month", "text", "is_turn")


class AchievementForm(RowForm):
    """Something the city has done."""

    shown = ("title", "year", "theme", "text", "url")

    class Meta:
        model = Achievement
        formfield_callback = form_field
        fields = ("title", "year", "theme", "text", "url")
        widgets = {"text": short_text(3)}


class CommitmentForm(RowForm):
    """Something the city has promised, with its document."""

    shown = ("title", "made_on", "due_year", "status", "url", "document", "upload")
    document = forms.ModelChoiceField(
        PortalDocument.objects.none(), required=False, label=_("Document"), empty_label=_("none")
    )
    upload = forms.FileField(
        required=False,
        label=_("New document"),
        help_text=_("PDF or office file. It takes the other one’s place."),
    )

    class Meta:
        model = Commitment
        formfield_callback = form_field
        fields = ("title", "made_on", "due_year", "status", "url")
        widgets = {"made_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, documents: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, documents=documents, **kwargs)
        # Whoever may change the page could else have any document of the portal shown by its number.
        self.fields["document"].queryset = PortalDocument.objects.filter(pk__in=[one.pk for one in documents])

    def clean_due_year(self) -> int | None:
        """Refuse what is no year."""
        return self._year("due_year")

    def clean_upload(self) -> Any:
        """Refuse a file that is too large, or is not what its name says."""
        upload = self.cleaned_data["upload"]
        if not upload:
            return None
        if upload.size > settings.WAGTAILDOCS_MAX_UPLOAD_SIZE:
            most = filesizeformat(settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
            raise ValidationError(_("The file is larger than %(most)s."), params={"most": most})
        try:
            PortalDocument(title=upload.name[:200], file=upload).clean()
        except ValidationError as error:
            raise ValidationError(error.messages) from error
        return upload


class OfferForm(RowForm):
    """What the city can share, or is looking for."""

    shown = ("kind", "theme", "title", "text")

    class Meta:
        model = CityOffer
        fields = ("kind", "theme", "title", "text")
        widgets = {"text": short_text(3)}


class ContactForm(RowForm):
    """Whom members may turn to: ``agreed`` holds the keys of those who have said that they may be shown."""

    shown = ("name", "function", "email", "phone", "consented_on", "consent_version")
    agreed = forms.BooleanField(label=CONTACT.text)

    class Meta:
        model = CityContact
        fields = ("name", "function", "email", "phone")

    def __init__(self, *args: Any, agreed: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["agreed"] = self.initial.get("key") in agreed

    @property
    def values(self) -> dict[str, Any]:
        """What the row says: the agreement of the same person stays, of another one it is today's."""
        said = super().values
        is_same = all(said[name] == self.initial.get(name) for name in ("name", "email", "phone"))
        if is_same and self.initial["agreed"]:
            return said | {name: self.initial[name] for name in ("consented_on", "consent_version")}
        return said | {"consented_on": timezone.localdate(), "consent_version": CONTACT.version}


class SourceForm(RowForm):
    """Where facts of the page come from."""

    shown = ("title", "url")

    class Meta:
        model = CitySource
        formfield_callback = form_field
        fields = ("title", "url")
