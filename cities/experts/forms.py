"""What an expert says of herself, and what is written to her."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.consents import EXPERT
from cities.models import ExpertProfile, ExpertRequest
from network.core.forms import RowsField
from network.core.models import Region


class ExpertForm(forms.ModelForm):
    """One's own entry among the experts."""

    regions = RowsField(
        label=_("Regions you can work in"),
        help_text=_("None chosen: anywhere."),
        queryset=Region.objects.offered(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    listed = forms.BooleanField(
        label=EXPERT.text,
        help_text=_("Your address is never shown. You can take the entry back at any time."),
        required=False,
    )

    class Meta:
        model = ExpertProfile
        fields = ("headline", "availability", "regions")
        labels = {"headline": _("What cities can ask you about")}
        error_messages = {"headline": {"required": _("Say in one line what cities can ask you about.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["listed"].initial = self.instance.is_listed

    def clean_headline(self) -> str:
        """Return the headline on one line."""
        return " ".join(self.cleaned_data["headline"].split())


class RequestForm(forms.ModelForm):
    """A request to an expert; its token makes a form that is sent twice act once."""

    form_token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = ExpertRequest
        fields = ("subject", "message")
        labels = {"message": _("Your question")}
        help_texts = {
            "message": _("What your city works on, what you would like to know, and by when you need it."),
        }
        widgets = {"message": forms.Textarea(attrs={"rows": 8})}
        error_messages = {
            "subject": {"required": _("Say in a few words what it is about.")},
            "message": {"required": _("Write your question.")},
        }

    def clean_subject(self) -> str:
        """Return the subject on one line."""
        return " ".join(self.cleaned_data["subject"].split())

    def clean_form_token(self) -> uuid.UUID:
        """Return the form's token; a form without one gets one."""
        return self.cleaned_data["form_token"] or uuid.uuid4()
