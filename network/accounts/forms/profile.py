"""What a person says of herself."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from network.accounts.models import User, time_zone_names
from network.core import languages
from network.core.theme_fields import themes_field

AREAS = {
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
}


def time_zone_choices() -> list:
    """Return the places of the time zone database by continent, and UTC first."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(time_zone_names()):
        area, _slash, place = name.partition("/")
        if place and area in AREAS:
            groups.setdefault(area, []).append((name, place.replace("_", " ").replace("/", ", ")))
    return [("UTC", "UTC"), *groups.items()]


class ProfileForm(forms.ModelForm):
    """Edit one's own profile; nothing else of the account can be changed through it."""

    languages = forms.MultipleChoiceField(
        label=_("Languages you speak"),
        required=False,
        choices=languages.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    expertise = themes_field(_("Expertise"), _("Themes on which others may ask you."))
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Meetings are shown in this zone first."),
        choices=time_zone_choices,
    )
    locale = forms.ChoiceField(label=_("Language of pages and mail"), choices=lambda: settings.LANGUAGES)

    class Meta:
        model = User
        fields = ("name", "job_title", "biography", "expertise", "languages", "time_zone", "locale")
        labels = {"job_title": _("Job title"), "biography": _("About you")}
        help_texts = {
            "name": _("First name and family name, as others should see it."),
            "biography": _("What you work on, in plain text. Up to 2,000 characters."),
        }
        error_messages = {"name": {"required": _("Give your name.")}}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "job_title": forms.TextInput(attrs={"autocomplete": "organization-title"}),
            "biography": forms.Textarea(attrs={"rows": 6, "maxlength": False}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        chosen = self["languages"].value() or []
        # The sort is stable: the languages that are chosen come first, then the others, each by name.
        self.fields["languages"].choices = sorted(languages.choices(), key=lambda pair: pair[0] not in chosen)
        if len(settings.LANGUAGES) < 2:
            del self.fields["locale"]
