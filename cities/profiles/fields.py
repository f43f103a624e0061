"""The forms of what a page says once: its story, its facts, what it is filed under."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cities.models import City, LegacySector, Partner
from network.core.forms import RowsField, form_field
from network.core.theme_fields import themes_field
from network.media.forms import UploadedPicture

MOST_THEMES = 8


class PartForm(forms.ModelForm):
    """A part of a page; ``shown`` are the names of what it says."""

    shown: tuple[str, ...] = ()

    @property
    def values(self) -> dict[str, Any]:
        """What the part says, by the name of each value."""
        return {name: self.cleaned_data.get(name) for name in self.shown}


class PictureMixin(UploadedPicture):
    """A picture that is uploaded or taken away."""

    without_picture = forms.BooleanField(label=_("Show no picture"), required=False)


class StoryForm(PictureMixin, PartForm):
    """What the city is and where it comes from."""

    shown = ("lead", "legacy", "upload", "upload_description", "without_picture")
    field_order = ("lead", "legacy")
    legacy = forms.CharField(
        label=_("Industrial legacy"),
        required=False,
        max_length=12_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "An empty line begins a paragraph, ### a heading, - an item of a list. "
            "**bold**, [words](https://address)."
        ),
    )

    class Meta:
        model = City
        fields = ("lead",)
        labels = {"lead": _("Summary")}
        help_texts = {"lead": _("Two or three sentences. They stand in every list.")}
        widgets = {"lead": forms.Textarea(attrs={"rows": 3})}


class FactsForm(PartForm):
    """Figures and addresses."""

    shown = ("admin_area", "population", "population_year", "population_source", "time_zone", "website")

    class Meta:
        model = City
        formfield_callback = form_field
        fields = ("admin_area", "population", "population_year", "population_source", "time_zone", "website")


class FocusForm(PartForm):
    """What the city comes from and works on."""

    shown = ("sectors", "themes")
    sectors = RowsField(
        label=_("Industrial legacy sectors"),
        queryset=LegacySector.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    themes = themes_field()

    class Meta:
        model = City
        fields = ()

    def clean_themes(self) -> Any:
        """Refuse a page about everything."""
        themes = self.cleaned_data["themes"]
        if len(themes) > MOST_THEMES:
            raise ValidationError(_("Choose at most %(most)s themes."), params={"most": MOST_THEMES})
        return themes


class PartnerForm(PictureMixin, PartForm):
    """What a partner supports."""

    shown = ("summary", "website", "themes", "upload", "upload_description", "without_picture")
    field_order = ("summary", "website", "themes")
    themes = themes_field()

    class Meta:
        model = Partner
        formfield_callback = form_field
        fields = ("summary", "website")
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}
