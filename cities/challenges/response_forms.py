"""The forms by which people answer a challenge."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.challenges.permissions import cities_to_sign_for
from cities.models import Challenge, City, CoSignature, Partner
from cities.models.challenge_support import LONGEST_SENTENCE
from cities.permissions import seats_of
from network.core.forms import LineField, LinesField, SentOnce, long_text


class CoSignForm(forms.Form):
    """A city says in a sentence that it has the challenge too."""

    city = forms.ModelChoiceField(label=_("City"), queryset=City.objects.none(), empty_label=None)
    sentence = LineField(
        label=_("In one sentence: how do you have it?"),
        max_length=LONGEST_SENTENCE,
        widget=long_text(3),
        help_text=_("It stands beside your city’s name on the public page."),
        error_messages={"required": _("Say in a sentence how your city has it.")},
    )

    def __init__(self, *args: Any, person: Any, challenge: Challenge, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cities = City.objects.members().filter(pk__in=cities_to_sign_for(person, challenge))
        self.fields["city"].queryset = cities.order_by("slug")
        said = CoSignature.objects.filter(challenge=challenge, city__in=cities).first()
        if said and not self.is_bound:
            self.initial |= {"city": said.city_id, "sentence": said.sentence}


class CommentForm(SentOnce):
    """What a member has to say."""

    text = LinesField(
        label=_("Your comment"),
        max_length=2000,
        widget=long_text(4),
        help_text=_("Everybody reads it with your city’s name; your own name is shown to members only."),
        error_messages={"required": _("Write your comment.")},
    )


class OfferForm(SentOnce):
    """An offer of a city or a partner that its sender belongs to."""

    organisation = forms.ChoiceField(label=_("For whom you offer it"))
    text = LinesField(
        label=_("What you offer"),
        max_length=1500,
        widget=long_text(5),
        help_text=_("Who could help, with what, and how much. The city’s people and the secretariat read it."),
        error_messages={"required": _("Say what you offer.")},
    )
    is_public = forms.BooleanField(
        label=_("Show this offer, with the name of the organisation, on the public page"), required=False
    )

    def __init__(self, *args: Any, person: Any, challenge: Challenge, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {f"{one._meta.model_name}-{one.pk}": one for one in _offering(person, challenge)}
        self.fields["organisation"].choices = [(key, str(one)) for key, one in self.organisations.items()]

    def clean_organisation(self) -> Any:
        """Return the city or partner."""
        return self.organisations[self.cleaned_data["organisation"]]


def _offering(person: Any, challenge: Challenge) -> list[City | Partner]:
    """Return the cities and partners for which ``person`` may offer support, by name."""
    seats = seats_of(person)
    cities = City.objects.members().filter(pk__in=seats.member_cities - {challenge.city_id})
    partners = Partner.objects.listed().filter(pk__in=seats.partners)
    return [*cities.order_by("slug"), *partners.order_by("name", "pk")]


def speaking_for(person: Any, challenge: Challenge) -> City | None:
    """Return the city for which ``person`` comments: the challenge's own if she belongs to it, else hers."""
    cities = City.objects.members().filter(pk__in=seats_of(person).member_cities).order_by("slug")
    own = [city for city in cities if city.pk == challenge.city_id]
    return (own or list(cities) or [None])[0]


def refused(challenge: Challenge) -> str:
    """Return the sentence for somebody whose answer came too late."""
    state = challenge.get_state_display()
    return gettext("This challenge is “%(state)s” now and takes no more answers.") % {"state": state}
