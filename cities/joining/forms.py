"""The forms by which people come to a city or a partner, change their role there, and leave."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.enums import CITY_ROLES, KEEPER_ROLES, PARTNER_ROLES, AffiliationRole
from cities.joining.affiliations import successors
from cities.models import Affiliation, City, Partner


class OrganisationField(forms.ModelChoiceField):
    """A city with its country, or a partner, by its slug."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, to_field_name="slug", **kwargs)

    def label_from_instance(self, organisation: City | Partner) -> str:
        """Return the name that tells it from others of its name."""
        return organisation.place if isinstance(organisation, City) else organisation.name


class AskForm(forms.Form):
    """Ask to belong to a city or a partner."""

    message = forms.CharField(
        label=_("What you do there"),
        help_text=_("Your department and your work, in a sentence or two: it helps whoever decides."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": False}),
    )


class AskCityForm(AskForm):
    """Ask to belong to a city."""

    organisation = OrganisationField(
        label=_("Your city"),
        queryset=City.objects.none(),
        empty_label=_("Choose your city"),
        error_messages={
            "required": _("Choose your city."),
            "invalid_choice": _("Choose one of the cities of the list."),
        },
    )
    field_order = ("organisation", "message")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cities = City.objects.joinable().select_related("country")
        self.fields["organisation"].queryset = cities.order_by("slug")  # type: ignore[attr-defined]


class AskPartnerForm(AskForm):
    """Ask to speak for a partner."""

    organisation = OrganisationField(
        label=_("Your organisation"),
        queryset=Partner.objects.none(),
        empty_label=_("Choose your organisation"),
        error_messages={
            "required": _("Choose your organisation."),
            "invalid_choice": _("Choose one of the organisations of the list."),
        },
    )
    field_order = ("organisation", "message")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Partner.objects.listed()  # type: ignore[attr-defined]


class SuccessorField(forms.ModelChoiceField):
    """Somebody of the same city or partner who takes over."""

    def label_from_instance(self, affiliation: Affiliation) -> str:
        """Return who it is, and as what."""
        return f"{affiliation.person} ({affiliation.get_role_display()})"


class PersonForm(forms.Form):
    """A decision about one affiliation, in which the last coordinator's role is handed over."""

    def __init__(self, *args: Any, affiliation: Affiliation, is_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.affiliation, self.is_own = affiliation, is_own

    def offer_successors(self, *, required: bool) -> None:
        """Ask who takes over, where somebody has to and somebody can."""
        heirs = successors(self.affiliation)
        if heirs.exists():
            self.fields["successor"] = SuccessorField(
                label=_("Who takes over"),
                help_text=_("Coordinator and representative are roles that are handed over, not lost."),
                queryset=heirs,
                required=required,
                error_messages={"required": _("Choose who takes over.")},
            )


class DeclineForm(PersonForm):
    """Decline a request."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is mailed to the person."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": False}),
    )


class EndForm(DeclineForm):
    """End an affiliation; the last coordinator or representative says who takes over."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_successors(required=True)
        if self.is_own:
            del self.fields["reason"]


class RoleForm(PersonForm):
    """Give somebody another role; whoever changes her own lays the keeper's role down."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = CITY_ROLES if self.affiliation.city_id else PARTNER_ROLES
        offered = [role for role in roles if not (self.is_own and role in KEEPER_ROLES)]
        self.fields["role"].choices = [(role.value, role.label) for role in offered]  # type: ignore[attr-defined]
        self.fields["role"].initial = offered[0] if self.is_own else self.affiliation.role
        self.offer_successors(required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for a successor only where the keeper's role is given up."""
        cleaned = super().clean() or self.cleaned_data
        gives_up = cleaned.get("role", self.affiliation.role) not in KEEPER_ROLES
        if gives_up and "successor" in self.fields and not cleaned.get("successor"):
            self.add_error("successor", _("Choose who takes over."))
        return cleaned

    def clean_role(self) -> AffiliationRole:
        """Return the role itself."""
        return AffiliationRole(self.cleaned_data["role"])
