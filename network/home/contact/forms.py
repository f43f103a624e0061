"""The two forms by which anybody writes to the secretariat."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from network.core.forms import RowsField
from network.core.models import Theme
from network.home.contact.stamps import StampExpired, TooQuick, new_stamp, read_stamp
from network.home.models import Enquiry


class TrapInput(forms.TextInput):
    """A control that people neither see nor reach, and that never shows what was put in."""

    def format_value(self, value):
        """Return nothing, so that a form shown again has an empty trap."""
        return ""


class StampInput(forms.HiddenInput):
    """The form's stamp; ``fresh`` replaces what was sent."""

    fresh = ""

    def format_value(self, value):
        """Return the fresh stamp where the one that was sent is of no use any more."""
        return self.fresh or value


def plain_line(text: str) -> str:
    """Return ``text`` on one line; refuse addresses of pages, which our thanks would carry to others."""
    line = " ".join(text.split())
    if "://" in line or "www." in line.lower():
        raise ValidationError(_("Leave out addresses of web pages here."))
    return line


class EnquiryForm(forms.ModelForm):
    """What both forms share: who writes, the text, and two quiet checks against programs."""

    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        template_name="home/contact/_trap.html",
        widget=TrapInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    stamp = forms.CharField(widget=StampInput)

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

    def clean(self):
        """Refuse what a program sent, in a way that a person can put right by sending again."""
        cleaned = super().clean()
        if cleaned.get("website"):
            self.add_error(None, _("A field that only programs see was filled in. Please send the form again."))
        try:
            cleaned["stamp"] = read_stamp(cleaned.get("stamp") or "")
        except StampExpired:
            self.fields["stamp"].widget.fresh = new_stamp()
            self._errors.pop("stamp", None)
            self.add_error(
                None, _("This page had been open for a long time. Look over your text and send it again.")
            )
        except TooQuick:
            if not self.errors:  # else there is something to put right anyway, and time goes by
                self.add_error(None, _("That was quicker than people write. Please send it once more."))
        return cleaned


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

    themes = RowsField(
        label=_("Themes"),
        queryset=Theme.objects.filter(broader__isnull=True),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

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
