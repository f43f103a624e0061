"""The form by which a city or an organisation says that it wants to join."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.models import Interest
from network.core.public_forms.forms import PublicForm, plain_line


class InterestForm(PublicForm):
    """Who wants to join, and whom to answer."""

    web_address = forms.URLField(
        label=_("Website"),
        required=False,
        max_length=300,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
        error_messages={"invalid": _("This is no address of a website. It looks like https://city.org.")},
    )

    class Meta:
        model = Interest
        fields = ["kind", "organisation", "country", "web_address", "name", "job_title", "email", "message"]
        labels = {
            "kind": _("We are a"),
            "name": _("Your name"),
            "email": _("Your e-mail address"),
            "job_title": _("Your job title"),
            "message": _("Why do you want to join?"),
        }
        help_texts = {
            "message": _("What your city or organisation works on, and what it hopes for."),
            "email": _("Your work address. It is only for our answer and is not shown to anybody else."),
        }
        widgets = {
            "kind": forms.RadioSelect,
            "organisation": forms.TextInput(attrs={"autocomplete": "organization"}),
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "job_title": forms.TextInput(attrs={"autocomplete": "organization-title"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "message": forms.Textarea(attrs={"rows": 8}),
        }
        error_messages = {
            "organisation": {"required": _("Name your city or organisation.")},
            "country": {"required": _("Choose the country.")},
            "name": {"required": _("Tell us your name.")},
            "message": {"required": _("Tell us why you want to join.")},
            "email": {
                "required": _("Give an address, so that we can answer."),
                "invalid": _("This is not an e-mail address. It looks like name@city.org."),
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].empty_label = _("Choose the country")  # type: ignore[attr-defined]

    def clean_organisation(self) -> str:
        """Return the city or organisation on one line."""
        return plain_line(self.cleaned_data["organisation"])

    def clean_name(self) -> str:
        """Return the name on one line."""
        return plain_line(self.cleaned_data["name"])

    def clean_job_title(self) -> str:
        """Return the job title on one line."""
        return plain_line(self.cleaned_data["job_title"])
