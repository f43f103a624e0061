"""The queue of those who want to join, answered step by step."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.enums import JOINED_CITIES, CityStatus, InterestState, PartnerKind
from cities.joining.desk import DeskView
from cities.joining.interests.services import AlreadyDecided, answer_interest, new_organisation
from cities.models import City, Interest, Partner
from network.core.break_glass import NotesOpening
from network.core.form_views import UNPROCESSABLE
from network.core.slugs import slug_of

STEPS = (InterestState.IN_TALKS, InterestState.ACCEPTED, InterestState.DECLINED)


class AnswerForm(forms.Form):
    """The next step with its mail; accepting asks what to make of it."""

    state = forms.ChoiceField(
        label=_("Step"),
        choices=[(state.value, state.label) for state in STEPS],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Your e-mail"),
        help_text=_("It begins with “Dear …” by itself. An invitation follows where you accept."),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    organisation = forms.CharField(
        label=_("Name on the portal"), max_length=120, required=False, help_text=_("When you accept.")
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, interest: Interest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.interest = interest
        self.fields["organisation"].initial = interest.organisation[:120]
        rows: Any = City.objects.filter(country=interest.country_id) if interest.is_city else Partner.objects
        statuses = [(status.value, status.label) for status in JOINED_CITIES]
        self.fields["known"] = forms.ModelChoiceField(
            label=_("It is in the portal already"),
            help_text=_("Choose it here; otherwise a draft is made."),
            queryset=rows.all(),
            required=False,
        )
        same = [row.pk for row in rows.all() if slug_of(row.name) == slug_of(interest.organisation)]
        self.fields["known"].initial = same[0] if len(same) == 1 else None
        self.fields["standing"] = forms.ChoiceField(
            label=_("As"), choices=statuses if interest.is_city else PartnerKind.choices, required=False
        )
        self.fields["standing"].initial = CityStatus.APPLICANT if interest.is_city else PartnerKind.TECHNICAL

    def clean(self) -> dict[str, Any]:
        """Find or make what an accepted interest becomes."""
        cleaned = super().clean() or self.cleaned_data
        cleaned["place"] = None
        if cleaned.get("state") != InterestState.ACCEPTED:
            return cleaned
        name, known = " ".join(cleaned.get("organisation", "").split()), cleaned.get("known")
        if known:
            cleaned["place"] = known
        elif not name:
            self.add_error("organisation", _("Give the name."))
        elif not self.interest.is_city and Partner.objects.filter(name=name).exists():
            self.add_error("known", _("There is a partner of this name: choose it here."))
        else:
            standing = cleaned.get("standing", "")
            fields = {"status": standing} if self.interest.is_city else {"kind": standing}
            cleaned["place"] = new_organisation(self.interest, name=name, **fields)
        return cleaned


class InterestDeskView(NotesOpening, DeskView):
    """One interest: what was written, what was answered, and the next step."""

    model = Interest
    name = "interests"
    index_label = _("Wants to join")
    page_title = _("Wants to join")
    header_icon = "group"
    template_name = "cities/joining/admin/interest.html"
    form_class = AnswerForm
    submit_label = _("Send")

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Load the interest."""
        super().setup(request, *args, **kwargs)
        rows = Interest.objects.select_related("country", "city", "partner")
        self.interest = get_object_or_404(rows, pk=kwargs["pk"])

    def opened_record(self) -> Any:
        """Return the interest."""
        return self.interest

    def get_page_subtitle(self) -> str:
        """Return who wants to join."""
        return self.interest.organisation

    def get_initial(self) -> dict[str, Any]:
        """Give the form the token that makes it act once."""
        return {"form_token": uuid.uuid4()}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form whom it is about."""
        return super().get_form_kwargs() | {"interest": self.interest}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the interest and its answers."""
        answers = list(self.interest.answers.select_related("sent_by"))
        return super().get_context_data(interest=self.interest, answers=answers, **kwargs)

    def form_invalid(self, form: Any) -> Any:
        """Show what is to be put right."""
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)

    def form_valid(self, form: Any) -> Any:
        """Take the step, mail it, and show the interest again."""
        try:
            answer_interest(
                interest=self.interest,
                state=InterestState(form.cleaned_data["state"]),
                text=form.cleaned_data["text"],
                sent_by=self.request.user,
                form_token=form.cleaned_data["form_token"],
                now=timezone.now(),
                organisation=form.cleaned_data["place"],
            )
        except AlreadyDecided:
            messages.warning(self.request, gettext("A colleague decided meanwhile. Your text was not sent."))
            self.interest.refresh_from_db()
            return self.form_invalid(form)
        sentence = gettext("Your answer is on its way to %(address)s.")
        messages.success(self.request, sentence % {"address": self.interest.email})
        return redirect("interests:answer", self.interest.pk)
