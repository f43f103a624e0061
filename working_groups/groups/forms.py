"""The forms by which a group is opened and changed, and its workplan is kept."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cities.models import Challenge, City
from network.core.forms import LineField, SentOnce, Versioned, long_text, same_lines
from network.core.theme_fields import themes_field
from working_groups.enums import Admission, Visibility
from working_groups.models import Output, WorkingGroup

FIELDS = (
    "name",
    "summary",
    "aim",
    "aim_by",
    "description",
    "rhythm",
    "themes",
    "lead_city",
    "challenge",
    "visibility",
    "admission",
    "mail_domains",
    "members_may_call",
)
DOMAIN = re.compile(r"(?=.{4,120}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
MOST_DOMAINS = 40
SAFE_ADDRESS = re.compile(r"(https?://|/(?!/))\S+", re.IGNORECASE)


def values_of(group: WorkingGroup) -> dict[str, Any]:
    """Return what a form shows of a group."""
    values = {name: getattr(group, name) for name in FIELDS if name not in ("themes", "mail_domains")}
    return values | {"themes": list(group.themes.all()), "mail_domains": "\n".join(group.mail_domains)}


class CityField(forms.ModelChoiceField):
    """A city with its country."""

    def label_from_instance(self, city: City) -> str:
        """Return the name that tells it from others of its name."""
        return city.place


class GroupForm(forms.ModelForm):
    """A working group as its facilitators and the secretariat describe it."""

    themes = themes_field()
    lead_city = CityField(
        label=_("Lead city"), queryset=City.objects.none(), required=False, empty_label=_("No city leads it")
    )
    challenge = forms.ModelChoiceField(
        label=_("The challenge that it serves"),
        queryset=Challenge.objects.none(),
        required=False,
        empty_label=_("None in particular"),
    )
    mail_domains = forms.CharField(
        label=_("Mail domains"),
        required=False,
        max_length=4000,
        widget=long_text(3),
        help_text=_("One a line, such as katowice.eu. For groups that are joined by mail domain."),
    )

    class Meta:
        model = WorkingGroup
        fields = [name for name in FIELDS if name not in ("themes", "mail_domains")]
        labels = {
            "aim": _("What the cities want"),
            "aim_by": _("By when"),
            "rhythm": _("How often it meets"),
        }
        help_texts = {
            "summary": _(
                "Two or three sentences that stand in every list. Others read no more of a restricted group."
            ),
            "aim": _("What will be there at the end? “A tested checklist for soil that stays on site.”"),
            "description": _(
                "What the group works on and how. Blank lines make paragraphs, “- ” makes a list."
            ),
            "rhythm": _("Such as “every six weeks, online”."),
            "members_may_call": _("Without this, only facilitators call meetings."),
        }
        error_messages = {
            "name": {"required": _("Give the group a name.")},
            "summary": {"required": _("Say in two or three sentences what the group is about.")},
        }
        widgets = {
            "summary": long_text(3),
            "aim": long_text(2),
            "description": long_text(8),
            "aim_by": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "visibility": forms.RadioSelect,
            "admission": forms.RadioSelect,
        }
        field_classes = {"name": LineField, "aim": LineField}

    field_order = list(FIELDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead_city"].queryset = (  # type: ignore[attr-defined]
            City.objects.members().select_related("country").order_by("slug")
        )
        self.fields["challenge"].queryset = (  # type: ignore[attr-defined]
            Challenge.objects.public().order_by("title", "pk")
        )

    def clean_mail_domains(self) -> list[str]:
        """Return the domains, each once and in small letters."""
        names = [line.strip().lower().lstrip("@") for line in self.cleaned_data["mail_domains"].splitlines()]
        found = list(dict.fromkeys(name for name in names if name))
        wrong = [name for name in found if not DOMAIN.fullmatch(name)]
        if wrong:
            raise ValidationError(_("This is no mail domain: %(names)s."), params={"names": ", ".join(wrong)})
        if len(found) > MOST_DOMAINS:
            raise ValidationError(_("These are too many: at most %(most)s."), params={"most": MOST_DOMAINS})
        return found

    def clean(self) -> Any:
        """Refuse what does not go together."""
        cleaned = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = same_lines(value)
        if cleaned.get("visibility") == Visibility.PRIVATE and cleaned.get("admission") != Admission.INVITATION:
            self.add_error("admission", _("A private group takes people in by invitation only."))
        if (
            cleaned.get("admission") == Admission.DOMAIN
            and not cleaned.get("mail_domains")
            and "mail_domains" not in self.errors
        ):
            self.add_error("mail_domains", _("Name at least one domain whose people join at once."))
        taken = WorkingGroup.objects.filter(challenge=cleaned.get("challenge")).exclude(challenge=None)
        if taken.exclude(pk=self.served_by).exists():
            self.add_error("challenge", _("Another group works on this challenge."))
        return cleaned

    served_by: int | None = None  # the group itself, where there is one

    def _post_clean(self) -> None:
        """Leave the row alone: it is written by a service, and its constraints were asked for above."""

    @property
    def values(self) -> dict[str, Any]:
        """What was entered, without the themes."""
        return {name: self.cleaned_data[name] for name in FIELDS if name != "themes"}


class NewGroupForm(SentOnce, GroupForm):
    """A group that is opened."""


class ChangedGroupForm(Versioned, GroupForm):
    """A group that is changed: it knows the version that it was opened on, and each field's value then."""

    def __init__(self, *args: Any, group: WorkingGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.served_by = group.pk
        if group.challenge_id:  # one that was withdrawn meanwhile stays
            field: Any = self.fields["challenge"]
            field.queryset = field.queryset | Challenge.objects.filter(pk=group.challenge_id)

    def mine(self) -> dict[str, Any]:
        """Return what was entered, as ``values_of()`` has it."""
        domains = "\n".join(self.cleaned_data["mail_domains"])
        return self.values | {"themes": list(self.cleaned_data["themes"]), "mail_domains": domains}


class OutputForm(SentOnce, forms.ModelForm):
    """A line of the workplan."""

    class Meta:
        model = Output
        fields = ["title", "text", "due_on", "done_on", "web_address"]
        labels = {"due_on": _("Due"), "done_on": _("Done on"), "web_address": _("Where it is")}
        help_texts = {
            "title": _("Such as “Checklist for soil that stays on site”."),
            "web_address": _("An address on this site that begins with /, or elsewhere with https://."),
        }
        error_messages = {"title": {"required": _("Name the output.")}}
        widgets = {
            "text": long_text(3),
            "due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "done_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def clean_web_address(self) -> str:
        """Return the address, which leads to a page and runs nothing."""
        address = self.cleaned_data["web_address"].strip()
        if address and not SAFE_ADDRESS.fullmatch(address):
            raise ValidationError(_("Begin with / for a page of this site, or with https://."))
        return address

    @property
    def values(self) -> dict[str, Any]:
        """What was entered."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
