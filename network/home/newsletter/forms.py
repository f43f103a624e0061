"""Subscribing, and testing an issue."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network.accounts.models import User
from network.core.public_forms.forms import PublicForm
from network.home.newsletter.models import Subscriber


class SubscribeForm(PublicForm):
    """An address. Whether it is known already is never told."""

    class Meta:
        model = Subscriber
        fields = ["email"]
        labels = {"email": _("Your e-mail address")}
        widgets = {"email": forms.EmailInput(attrs={"autocomplete": "email"})}
        help_texts = {"email": _("Used for the newsletter alone. We first ask there whether it is yours.")}
        error_messages = {
            "email": {
                "required": _("Give the address that the newsletter is to reach."),
                "invalid": _("This is not an e-mail address. It looks like name@city.org."),
            }
        }

    def validate_unique(self) -> None:
        """Ask not whether the address is known: the answer would tell a stranger."""


class TestForm(forms.Form):
    """Whom a test is sent to."""

    to = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Send a test to"), empty_label=None)
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, staff: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.queryset, to.label_from_instance = staff, lambda person: person.email
