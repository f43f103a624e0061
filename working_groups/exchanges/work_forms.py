"""The forms of an exchange under way: agreement, people, log, report, follow-up and end."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network.core.forms import LineField, LinesField, SentOnce, Versioned, long_text
from working_groups.exchanges.enums import FollowUp

AGREEMENT = ("aims", "starts_on", "ends_on", "people", "costs")
REPORT = ("done", "learned", "failed", "next_steps", "summary", "shows_result")
FOLLOW_UP = ("use", "text")


class AgreementForm(Versioned):
    """What the parties agree on."""

    aims = LinesField(
        label=_("Aims"),
        max_length=3000,
        widget=long_text(5),
        help_text=_("What is there at the end that is not there today?"),
        error_messages={"required": _("Say what you want to reach.")},
    )
    starts_on = forms.DateField(
        label=_("From"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Say when it begins.")},
    )
    ends_on = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Say when it ends.")},
    )
    people = LinesField(
        label=_("Who takes part, and what each does"),
        max_length=2000,
        widget=long_text(4),
        error_messages={"required": _("Say who takes part.")},
    )
    costs = LinesField(label=_("Who pays for what"), max_length=2000, required=False, widget=long_text(3))

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("This is before it begins."))
        return cleaned


class PersonField(forms.ModelChoiceField):
    """Somebody of a city or partner."""

    def label_from_instance(self, obj: Any) -> str:
        """Return who it is, and what she does."""
        return f"{obj.name}, {obj.job_title}" if obj.job_title else str(obj)


class PersonForm(forms.Form):
    """Somebody who takes part for a party."""

    person = PersonField(
        label=_("Who takes part"),
        queryset=None,
        empty_label=_("Choose somebody"),
        error_messages={"required": _("Choose somebody.")},
        help_text=_("She reads what stands here, writes in the log, and is invited to the meetings."),
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.queryset = people


class EntryForm(SentOnce):
    """A line of the log."""

    text = LinesField(
        label=_("What happened"),
        max_length=4000,
        widget=long_text(4),
        help_text=_("What you did, saw or decided. Those who take part read it."),
        error_messages={"required": _("Say what happened.")},
    )


class ReportForm(Versioned):
    """What came of it."""

    done = LinesField(
        label=_("What you did"),
        max_length=6000,
        widget=long_text(5),
        error_messages={"required": _("Say what you did.")},
    )
    learned = LinesField(
        label=_("What you learned"),
        max_length=6000,
        widget=long_text(5),
        error_messages={"required": _("Say what you learned.")},
    )
    failed = LinesField(
        label=_("What did not work"),
        max_length=6000,
        required=False,
        widget=long_text(3),
        help_text=_("Others learn most from it."),
    )
    next_steps = LinesField(label=_("What happens next"), max_length=3000, required=False, widget=long_text(3))
    summary = LinesField(
        label=_("Summary for everybody"),
        max_length=600,
        required=False,
        widget=long_text(3),
        help_text=_("Two or three sentences, without names of people."),
    )
    shows_result = forms.BooleanField(
        label=_("Show the exchange, with its cities and this summary, on the public page"), required=False
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the summary where everybody is to read it."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("shows_result") and not cleaned.get("summary"):
            self.add_error("summary", _("Say in two or three sentences what everybody may read."))
        return cleaned


class FollowUpForm(Versioned):
    """Half a year later."""

    use = forms.ChoiceField(
        label=_("What has become of what you learned?"),
        choices=FollowUp,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what fits best.")},
    )
    text = LinesField(
        label=_("In a few sentences"),
        max_length=3000,
        required=False,
        widget=long_text(5),
        help_text=_("What has changed, and what still stands in the way."),
    )


class EndForm(forms.Form):
    """Ends an exchange early."""

    reason = LineField(
        label=_("Reason"),
        max_length=500,
        widget=long_text(3),
        help_text=_("It is mailed to those who have been asked or take part."),
        error_messages={"required": _("Say in a sentence why it ends.")},
    )
