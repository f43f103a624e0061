"""The forms by which people come into a group, are invited, hand a seat over and leave."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cities.enums import CityStatus
from cities.joining.forms import SuccessorField
from cities.models import Affiliation
from network.core.forms import LinesField
from working_groups.enums import GroupRole
from working_groups.members.services import is_last_facilitator, others_in, successors_of
from working_groups.models import GroupMembership

MOST_ADDRESSES = 50


def few_lines(rows: int = 4) -> forms.Textarea:
    """Return a control for several lines."""
    return forms.Textarea(attrs={"rows": rows, "maxlength": False})


def affiliations_of(person: Any) -> Any:
    """Return for whom ``person`` can sit in a group: her member cities and partners, as affiliations."""
    rows = (
        Affiliation.objects.approved()
        .filter(person=person)
        .filter(Q(city__status=CityStatus.MEMBER) | Q(partner__isnull=False))
    )
    return rows.select_related("city__country", "partner").order_by("city__slug", "partner__name", "pk")


class SeatField(forms.ModelChoiceField):
    """For whom somebody sits in the group."""

    def label_from_instance(self, affiliation: Affiliation) -> str:
        """Return the name of the city or partner."""
        return affiliation.organisation.name


class SeatForm(forms.Form):
    """A form of somebody who takes a seat: she says for whom, where there is a choice."""

    seat = SeatField(
        label=_("For whom"),
        queryset=Affiliation.objects.none(),
        error_messages={
            "required": _("Choose for whom you take part."),
            "invalid_choice": _("Choose one of your own."),
        },
    )

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = affiliations_of(person)
        field = self.fields["seat"]
        field.queryset = own  # type: ignore[attr-defined]
        if own.count() == 1:
            self.initial.setdefault("seat", own[0].pk)
            field.empty_label = None  # type: ignore[attr-defined]
        elif not own:
            del self.fields["seat"]

    @property
    def affiliation(self) -> Affiliation | None:
        """For whom she sits, ``None`` for nobody."""
        return self.cleaned_data.get("seat")


class JoinForm(SeatForm):
    """Ask to join a group."""

    message = LinesField(
        label=_("What you bring"),
        help_text=_("What you work on and what you hope for, in a sentence or two. The facilitators read it."),
        required=False,
        max_length=500,
        widget=few_lines(),
    )


class InviteForm(forms.Form):
    """Invite people by their addresses."""

    addresses = forms.CharField(
        label=_("E-mail addresses"),
        help_text=_("One a line. Whoever has no account yet makes one with this address."),
        max_length=6000,
        widget=few_lines(5),
        error_messages={"required": _("Enter at least one address.")},
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=GroupRole, initial=GroupRole.MEMBER, widget=forms.RadioSelect
    )
    message = LinesField(label=_("A word with it"), required=False, max_length=500, widget=few_lines(3))

    def clean_addresses(self) -> list[str]:
        """Return the addresses, each once."""
        text = self.cleaned_data["addresses"].replace(",", "\n").replace(";", "\n")
        found = list(dict.fromkeys(line.strip().lower() for line in text.splitlines() if line.strip()))
        wrong = [address for address in found if not _is_address(address)]
        if wrong:
            raise ValidationError(
                _("This is no e-mail address: %(names)s."), params={"names": ", ".join(wrong[:5])}
            )
        if len(found) > MOST_ADDRESSES:
            raise ValidationError(_("At most %(most)s at a time."), params={"most": MOST_ADDRESSES})
        return found

    def clean_role(self) -> GroupRole:
        """Return the role itself."""
        return GroupRole(self.cleaned_data["role"])


def _is_address(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return len(address) <= 254


class MemberField(forms.ModelChoiceField):
    """Somebody in the group."""

    def label_from_instance(self, membership: GroupMembership) -> str:
        """Return who it is, and for whom."""
        organisation = membership.organisation
        return f"{membership.person} ({organisation.name})" if organisation else str(membership.person)


class MemberForm(forms.Form):
    """A decision about one member."""

    def __init__(self, *args: Any, membership: GroupMembership, is_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membership, self.is_own = membership, is_own


class DeclineForm(MemberForm):
    """Decline a request."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is mailed to the person."),
        required=False,
        max_length=500,
        widget=few_lines(),
    )


class EndForm(DeclineForm):
    """End a membership; the last facilitator says who runs the group."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = others_in(self.membership)
        if is_last_facilitator(self.membership) and others.exists():
            self.fields["successor"] = MemberField(
                label=_("Who runs the group"),
                help_text=_("A group needs a facilitator."),
                queryset=others,
                error_messages={"required": _("Choose who runs the group.")},
            )
        if self.is_own:
            del self.fields["reason"]


class RoleForm(MemberForm):
    """Make somebody a facilitator, or a member again."""

    role = forms.ChoiceField(label=_("Role"), choices=GroupRole, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("role", self.membership.role)

    def clean_role(self) -> GroupRole:
        """Return the role itself; the last facilitator keeps it."""
        role = GroupRole(self.cleaned_data["role"])
        if role != GroupRole.FACILITATOR and is_last_facilitator(self.membership):
            raise ValidationError(_("Make somebody else a facilitator first: a group needs one."))
        return role


class HandOverForm(MemberForm):
    """Give the seat to somebody else of the same city or partner."""

    successor = SuccessorField(
        label=_("Who takes the seat"),
        queryset=Affiliation.objects.none(),
        error_messages={"required": _("Choose who takes the seat.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = successors_of(self.membership)  # type: ignore[attr-defined]
