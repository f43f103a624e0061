"""The forms by which people write challenges and add to them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.challenges.merging import FIELDS, fingerprints
from cities.models import Challenge, City
from cities.permissions import keeps_challenges, seats_of
from network.core.forms import LineField, LinesField, SentOnce, Versioned, long_text, same_lines
from network.core.theme_fields import themes_field

NEEDED_TO_SUBMIT = {
    "summary": _("Say in two or three sentences what it is about, before you submit."),
    "context": _("Describe the situation before you submit."),
    "needed": _("Say what you need before you submit."),
    "themes": _("Choose at least one theme before you submit."),
}


class ChallengeForm(forms.ModelForm):
    """A challenge as its city describes it; a draft may be incomplete, what is submitted may not."""

    source_url = forms.URLField(
        label=_("Where this is stated"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("A public page, such as a council decision."),
    )
    themes = themes_field()

    class Meta:
        model = Challenge
        fields = [name for name in FIELDS if name not in ("source_url", "themes")]
        labels = {
            "context": _("Context"),
            "tried": _("What you have tried"),
            "needed": _("What you need"),
            "affected": _("Who is affected"),
            "wanted_by": _("Needed by"),
        }
        help_texts = {
            "title": _(
                "As a headline that other cities recognise: “Heat for every street after the coal plant”."
            ),
            "summary": _("Two or three sentences: what it is about. They stand in every list."),
            "context": _("What is the situation, since when, and what makes it hard? Numbers help."),
            "tried": _("What has been done, what came of it, and what did not work."),
            "needed": _("Knowledge, people, a tool, money, a decision: what would help you most?"),
            "affected": _("How many people or firms, where, and who bears most of it."),
            "wanted_by": _("When you have to decide or begin."),
        }
        error_messages = {"title": {"required": _("Give it a title.")}}
        widgets = {
            "summary": long_text(3),
            "context": long_text(7),
            "tried": long_text(5),
            "needed": long_text(5),
            "affected": long_text(3),
            "wanted_by": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        field_classes = {"title": LineField}

    marks_optional = False  # what is needed differs between a draft and what is submitted; the page says so
    field_order = ["city", "title", "summary", "themes", "context", "tried", "needed", "affected", "wanted_by"]

    def __init__(self, *args: Any, submitting: bool = False, complete: bool = False, **kwargs: Any) -> None:
        self.must_be_complete = submitting or complete
        super().__init__(*args, **kwargs)
        self.fields["summary"].required = False

    def clean_wanted_by(self) -> Any:
        """Refuse a day that has gone by."""
        day = self.cleaned_data["wanted_by"]
        if day and day != self.initial.get("wanted_by") and day < timezone.localdate():
            raise ValidationError(_("This day has passed."))
        return day

    def clean(self) -> Any:
        """Ask for what the secretariat and readers need, once it is to be read."""
        cleaned = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = same_lines(value)
        for name, sentence in NEEDED_TO_SUBMIT.items() if self.must_be_complete else ():
            if name in cleaned and not cleaned[name]:
                self.add_error(name, sentence)
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """What was entered, without the themes."""
        return {name: self.cleaned_data[name] for name in FIELDS if name != "themes"}


class NewChallengeForm(SentOnce, ChallengeForm):
    """A new challenge of one of the cities that the writer may speak for."""

    city = forms.ModelChoiceField(
        label=_("City"),
        queryset=City.objects.none(),
        empty_label=None,
        error_messages={"invalid_choice": _("Choose one of your own cities.")},
    )

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["city"].queryset = cities_to_write_for(person)

    @property
    def has_choices(self) -> bool:
        """Whether the writer has a city to write for: hers may be a member whose page is not published yet."""
        return len(self.fields["city"].choices) > 0


class ChangedChallengeForm(Versioned, ChallengeForm):
    """A challenge that is changed: it knows the version that it was opened on, and each field's value then."""

    @classmethod
    def opened_on(
        cls, challenge: Challenge, values: dict[str, Any], base: dict[str, Any]
    ) -> "ChangedChallengeForm":
        """Return the form that shows ``values``, opened on the challenge whose own values are ``base``."""
        return cls(initial=values | {"version": challenge.version, "base": fingerprints(base)})


class SolutionForm(forms.Form):
    """What solved a challenge."""

    solution = LinesField(
        label=_("What solved it?"),
        max_length=3000,
        widget=long_text(6),
        help_text=_("So that cities with the same challenge can learn from it. It stands first on the page."),
        error_messages={"required": _("Say in a few sentences what solved it.")},
    )


def cities_to_write_for(person: Any) -> Any:
    """Return the member cities for which ``person`` may describe a challenge, by name."""
    members = City.objects.members().order_by("slug")
    return members if keeps_challenges(person) else members.filter(pk__in=seats_of(person).member_cities)
