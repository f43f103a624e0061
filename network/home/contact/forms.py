"""The two forms by which anybody writes to the secretariat."""

from django import forms
from django.utils.translation import gettext_lazy as _

from network.core.public_forms.forms import PublicForm, plain_line
from network.core.theme_fields import themes_field
from network.home.models import Enquiry


class EnquiryForm(PublicForm):
    """What both forms share: who writes, and the text."""

    class Meta:
        model = Enquiry
        fields = ["name", "email", "organisation", "subject", "message"]
        labels = {"name": _("Your name"), "email": _("Your e-mail address")}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "organisation": forms.TextInput(attrs={"autocomplete": "organization"}),
            "message": forms.Textarea(attrs={"rows": 8}),
        }
        error_messages = {
            "name": {"required": _("Tell us your name.")},
            "email": {
                "required": _("Give an address, so that we can answer."),
                "invalid": _("This is not an e-mail address. It looks like name@city.org."),
            },
        }
        help_texts = {"email": _("Only for our answer. It is not shown to anybody else.")}

    def clean_name(self) -> str:
        """Return the name on one line."""
        return plain_line(self.cleaned_data["name"])

    def clean_subject(self) -> str:
        """Return the subject on one line."""
        return plain_line(self.cleaned_data["subject"])

    def clean_organisation(self) -> str:
        """Return the city or organisation on one line."""
        return plain_line(self.cleaned_data["organisation"])


class ContactForm(EnquiryForm):
    """A message to the secretariat."""

    class Meta(EnquiryForm.Meta):
        error_messages = EnquiryForm.Meta.error_messages | {
            "message": {"required": _("Write your message.")},
            "subject": {"required": _("Say in a few words what it is about.")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["subject"].required = True


class NeedsForm(EnquiryForm):
    """What a city is looking for and has not found."""

    themes = themes_field()

    class Meta(EnquiryForm.Meta):
        fields = ["organisation", "themes", "message", "name", "email"]
        labels = EnquiryForm.Meta.labels | {"message": _("What are you looking for?")}
        help_texts = EnquiryForm.Meta.help_texts | {
            "message": _("The question that you work on, what you have tried, and by when you need it.")
        }
        error_messages = EnquiryForm.Meta.error_messages | {
            "message": {"required": _("Tell us what you are looking for.")},
            "organisation": {"required": _("Name your city or organisation.")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].required = True
