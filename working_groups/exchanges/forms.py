"""The forms by which a city asks for an exchange, and others answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.likeness import known_members
from cities.models import Challenge, City, ExpertProfile, Partner
from cities.permissions import seats_of
from network.core.forms import LineField, LinesField, LongSelect, SentOnce, Versioned, long_text
from network.core.languages import LANGUAGE_NAMES
from network.core.theme_fields import themes_field
from working_groups.exchanges.enums import ExchangeKind
from working_groups.exchanges.permissions import answers_as_expert
from working_groups.models import PeerExchange, WorkingGroup
from working_groups.standing import groups_of

REQUEST = ("title", "kind", "wanted", "challenge", "group", "themes")
PRACTICALITIES = ("way", "timing", "budget", "languages", "is_call")
MOST_ASKED = 5


def values_of(exchange: PeerExchange, names: tuple[str, ...]) -> dict[str, Any]:
    """Return what a form shows of an exchange."""
    values = {name: getattr(exchange, name) for name in names if name != "themes"}
    return values | ({"themes": list(exchange.themes.all())} if "themes" in names else {})


class ChallengeField(forms.ModelChoiceField):
    """A challenge that everybody may read, named with its city."""

    def label_from_instance(self, obj: Challenge) -> str:
        """Return the title with the city."""
        return obj.with_city


class RequestForm(forms.ModelForm):
    """The first step: what a city would like to learn."""

    challenge = ChallengeField(
        label=_("The challenge that it is about"),
        queryset=Challenge.objects.none(),
        required=False,
        empty_label=_("None in particular"),
    )
    group = forms.ModelChoiceField(
        label=_("Working group"),
        queryset=WorkingGroup.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("Its facilitators then bring you together, instead of the secretariat."),
    )
    themes = themes_field(help_text=_("Without any, those of the challenge count."))

    class Meta:
        model = PeerExchange
        fields = [name for name in REQUEST if name != "themes"]
        help_texts = {
            "title": _("In one line: “How did you keep the pit open as a museum?”."),
            "wanted": _("What you want to find out or decide, what you have, and what you cannot do alone."),
        }
        error_messages = {
            "title": {"required": _("Give the exchange a title.")},
            "kind": {"required": _("Choose how you would like to learn.")},
            "wanted": {"required": _("Say what you would like to learn.")},
        }
        widgets = {"wanted": long_text(6), "kind": forms.RadioSelect}
        field_classes = {"title": LineField, "wanted": LinesField}

    field_order = list(REQUEST)

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = ExchangeKind.choices
        fields["challenge"].queryset = Challenge.objects.public().select_related("city").order_by("title", "pk")
        hers = WorkingGroup.objects.at_work().filter(pk__in=groups_of(person).member)
        fields["group"].queryset = hers.order_by("name", "pk")
        if not hers:
            del self.fields["group"]

    def _post_clean(self) -> None:
        """Leave the row alone: it is written by a service."""

    @property
    def values(self) -> dict[str, Any]:
        """What was entered, without the themes."""
        return {
            name: self.cleaned_data[name] for name in REQUEST if name in self.cleaned_data and name != "themes"
        }


class NewRequestForm(SentOnce, RequestForm):
    """A request that is begun, for one of the cities that the writer coordinates."""

    city = forms.ModelChoiceField(
        label=_("City"),
        queryset=City.objects.none(),
        empty_label=None,
        error_messages={"invalid_choice": _("Choose one of your own cities.")},
    )
    field_order = ["city", *REQUEST]

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, person=person, **kwargs)
        seats = seats_of(person)
        cities: Any = self.fields["city"]
        cities.queryset = City.objects.filter(pk__in=seats.coordinated & seats.member_cities).order_by("slug")


class ChangedRequestForm(Versioned, RequestForm):
    """A request that is changed."""

    def __init__(self, *args: Any, exchange: PeerExchange, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        if exchange.challenge_id:  # one that was withdrawn meanwhile stays
            fields["challenge"].queryset |= Challenge.objects.filter(pk=exchange.challenge_id)
        if exchange.group_id and "group" in fields:
            fields["group"].queryset |= WorkingGroup.objects.filter(pk=exchange.group_id)
        elif exchange.group_id:
            self.fields["group"] = forms.ModelChoiceField(
                label=_("Working group"),
                queryset=WorkingGroup.objects.filter(pk=exchange.group_id),
                required=False,
                empty_label=_("None"),
            )


class PracticalitiesForm(Versioned, forms.ModelForm):
    """The third step: how, when, in which languages, and who else may read of it."""

    languages = forms.MultipleChoiceField(
        label=_("Languages in which you can work"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("None chosen: those that your city’s people have in their accounts."),
    )

    class Meta:
        model = PeerExchange
        fields = list(PRACTICALITIES)
        labels = {
            "way": _("How you would like to meet"),
            "timing": _("When, and how much time"),
            "budget": _("Who pays for what"),
            "is_call": _("Show the request as an open call"),
        }
        help_texts = {
            "timing": _("Such as “two calls of an hour before June, then two days in our city”."),
            "budget": _("Such as “we pay for travel; interpreting is still open”."),
            "is_call": _("Everybody reads what you would like to learn, and other cities can offer help."),
        }
        widgets = {"way": forms.RadioSelect}

    field_order = list(PRACTICALITIES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages: Any = self.fields["languages"]
        named = sorted(((code, str(name)) for code, name in LANGUAGE_NAMES.items()), key=lambda one: one[1])
        languages.choices = named

    def _post_clean(self) -> None:
        """Leave the row alone: it is written by a service."""

    @property
    def values(self) -> dict[str, Any]:
        """What was entered."""
        return {name: self.cleaned_data[name] for name in PRACTICALITIES}


class AskForm(forms.Form):
    """The second step: whom to ask, from those who fit and from everybody else."""

    suggested = forms.ModelMultipleChoiceField(
        label=_("Cities that fit"), queryset=City.objects.none(), required=False
    )
    city = forms.ModelChoiceField(
        label=_("Another member city"),
        queryset=City.objects.none(),
        required=False,
        empty_label=_("None"),
        widget=LongSelect,
    )
    partner = forms.ModelChoiceField(
        label=_("A partner of the network"),
        queryset=Partner.objects.none(),
        required=False,
        empty_label=_("None"),
        widget=LongSelect,
    )
    expert = forms.ModelChoiceField(
        label=_("An expert"),
        queryset=ExpertProfile.objects.none(),
        required=False,
        empty_label=_("None"),
        widget=LongSelect,
    )

    def __init__(self, *args: Any, exchange: PeerExchange, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        named = list(exchange.parties.values_list("city", "partner", "expert"))
        asked_cities = {row[0] for row in named if row[0]}
        cities = City.objects.members().exclude(pk__in=asked_cities)
        fields["suggested"].queryset = cities
        fields["city"].queryset = cities
        others = [one for one, _traits in known_members().values() if one.pk not in asked_cities]
        fields["city"].choices = [("", _("None")), *((one.pk, one.name) for one in others)]
        partners = Partner.objects.listed().exclude(pk__in=[row[1] for row in named if row[1]])
        fields["partner"].queryset = partners.order_by("name", "pk")
        experts = ExpertProfile.objects.public().exclude(person__in=[row[2] for row in named if row[2]])
        fields["expert"].queryset = experts.select_related("person").order_by("slug")
        fields["expert"].label_from_instance = lambda one: f"{one.person.name}: {one.headline}"

    def clean(self) -> dict[str, Any]:
        """Ask a few at a time: who is asked expects an answer."""
        cleaned = super().clean() or self.cleaned_data
        if len(self.asked) > MOST_ASKED:
            self.add_error(
                None,
                _("Ask at most %(most)s at a time: whoever is asked takes time to answer.")
                % {"most": MOST_ASKED},
            )
        return cleaned

    @property
    def asked(self) -> list[Any]:
        """The cities, the partner and the person to ask, each once."""
        data = self.cleaned_data
        expert = data.get("expert")
        named = (*(data.get("suggested") or ()), data.get("city"), data.get("partner"))
        found = [*named, expert.person if expert else None]
        return list(dict.fromkeys(one for one in found if one))


class AnswerForm(forms.Form):
    """Yes or no, with a word."""

    says = forms.TypedChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("Yes, we would like to")), ("no", _("No, not this time"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Say yes or no.")},
    )
    note = LinesField(
        label=_("A word to the other side"),
        max_length=1000,
        required=False,
        widget=long_text(3),
        help_text=_("Who could take part, from when on; or why it does not fit."),
    )


class OfferForm(forms.Form):
    """An offer to take part in an open call."""

    organisation = forms.ChoiceField(label=_("For whom you offer it"))
    note = LinesField(
        label=_("What you can bring"),
        max_length=1000,
        widget=long_text(4),
        help_text=_("What you have done, who could take part, and when. The city that asks reads it."),
        error_messages={"required": _("Say what you can bring.")},
    )

    def __init__(self, *args: Any, person: Any, exchange: PeerExchange, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {key: one for key, one, _name in offering(person, exchange)}
        choices: Any = self.fields["organisation"]
        choices.choices = [(key, name) for key, _one, name in offering(person, exchange)]

    def clean_organisation(self) -> Any:
        """Return the city, the partner or the person."""
        return self.organisations[self.cleaned_data["organisation"]]


def offering(person: Any, exchange: PeerExchange) -> list[tuple[str, Any, str]]:
    """Return for whom ``person`` may offer to take part: key, organisation or person, and name."""
    seats = seats_of(person)
    cities = City.objects.members().filter(pk__in=seats.coordinated - {exchange.city_id})
    partners = Partner.objects.listed().filter(pk__in=seats.represented)
    found: list[tuple[str, Any, str]] = [(f"city-{one.pk}", one, one.name) for one in cities.order_by("slug")]
    found += [(f"partner-{one.pk}", one, one.name) for one in partners.order_by("name", "pk")]
    if answers_as_expert(person, exchange):
        found.append(("myself", person, str(_("Myself, as an expert"))))
    return found
