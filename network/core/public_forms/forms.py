"""Two quiet checks against programs, for a form that anybody may send."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from network.core.public_forms.stamps import StampExpired, TooQuick, new_stamp, read_stamp


class TrapInput(forms.TextInput):
    """A control that people neither see nor reach, and that never shows what was put in."""

    def format_value(self, value: Any) -> Any:
        """Return nothing, so that a form shown again has an empty trap."""
        return ""


class StampInput(forms.HiddenInput):
    """The form's stamp; ``fresh`` replaces what was sent."""

    fresh = ""

    def format_value(self, value: Any) -> Any:
        """Return the fresh stamp where the one that was sent is of no use any more."""
        return self.fresh or value


def plain_line(text: str) -> str:
    """Return ``text`` on one line; refuse addresses of pages, which our thanks would carry to others."""
    line = " ".join(text.split())
    if "://" in line or "www." in line.lower():
        raise ValidationError(_("Leave out addresses of web pages here."))
    return line


class PublicForm(forms.ModelForm):
    """A form with a trap and a stamp; ``cleaned_data["stamp"]`` says what it was stamped with."""

    website = forms.CharField(  # type: ignore[call-arg]
        label=_("Leave this empty"),
        required=False,
        template_name="components/trap.html",
        widget=TrapInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    stamp = forms.CharField(widget=StampInput)

    def clean(self) -> dict[str, Any]:
        """Refuse what a program sent, in a way that a person can put right by sending again."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("website"):
            self.add_error(None, _("A field that only programs see was filled in. Please send the form again."))
        try:
            cleaned["stamp"] = read_stamp(cleaned.get("stamp") or "")
        except StampExpired:
            self.fields["stamp"].widget.fresh = new_stamp()
            self.errors.pop("stamp", None)
            self.add_error(
                None, _("This page had been open for a long time. Look over your text and send it again.")
            )
        except TooQuick:
            if not self.errors:  # else there is something to put right anyway, and time goes by
                self.add_error(None, _("That was quicker than people write. Please send it once more."))
        return cleaned
