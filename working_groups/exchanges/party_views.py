"""The pages on which the two sides of an exchange say yes or no, and are brought together."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views import View
from django.views.generic import FormView

from network.core.form_views import RefusedFormMixin
from working_groups.exchanges import pages, parties
from working_groups.exchanges.access import OnExchange, OnParty
from working_groups.exchanges.forms import AnswerForm, OfferForm
from working_groups.exchanges.standing import forget_exchanges
from working_groups.exchanges.states import WrongState
from working_groups.exchanges.views import moved_on

DECIDE = "working_groups/exchanges/decide.html"


class OfferView(OnExchange, RefusedFormMixin, FormView):
    """Offers to take part in an open call."""

    action = "offer"
    form_class = OfferForm
    template_name = DECIDE

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who offers what."""
        return super().get_form_kwargs() | {"person": self.request.user, "exchange": self.exchange}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page."""
        shown = pages.frame(self.exchange, gettext("Offer to take part"))
        return super().get_context_data(**shown | {"submit": gettext("Send the offer")} | kwargs)

    def form_valid(self, form: OfferForm) -> HttpResponse:
        """Keep the offer."""
        try:
            parties.name_party(
                exchange=self.exchange,
                organisation=form.cleaned_data["organisation"],
                named_by=self.request.user,
                party_said=True,
                note=form.cleaned_data["note"],
                now=self.now,
            )
        except parties.TooManyParties:
            form.add_error(None, gettext("So many have offered already that the city has to answer first."))
            return self.form_invalid(form)
        except WrongState as error:
            messages.info(self.request, moved_on(error.current))
            return redirect("working_groups:exchange-list")
        messages.success(
            self.request, gettext("Your offer is on its way. You are mailed when the city answers.")
        )
        return redirect(self.exchange)


class AnswerView(OnParty, RefusedFormMixin, FormView):
    """Says yes or no, for a party that was asked."""

    rule = "answer for party"
    form_class = AnswerForm
    template_name = DECIDE
    for_asker = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page, and whom it is about."""
        shown = pages.frame(self.exchange, gettext("Answer the request"))
        shown |= {"party": self.party, "for_asker": self.for_asker}
        return super().get_context_data(**shown | {"submit": gettext("Send the answer")} | kwargs)

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        """Keep the answer, and lead to where the reader may still be."""
        says = form.cleaned_data["says"]
        try:
            parties.answer_party(
                party=self.party,
                for_asker=self.for_asker,
                says=says,
                note=form.cleaned_data["note"],
                answered_by=self.request.user,
                now=self.now,
            )
        except parties.AlreadyAnswered:
            messages.info(self.request, gettext("Somebody else has answered this meanwhile."))
        except WrongState as error:
            messages.info(self.request, moved_on(error.current))
        else:
            messages.success(self.request, gettext("Your answer is on its way."))
        forget_exchanges(self.request.user)
        if says or self.for_asker:
            return redirect(self.exchange)
        return redirect("working_groups:exchange-list")


class AnswerForAskerView(AnswerView):
    """Says yes or no to who has offered or was named, for the city that asks."""

    rule = "answer for asker"
    for_asker = True


class TakeBackView(OnParty, View):
    """Takes a question, an offer or a yes back."""

    rule = "take back"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, party: int) -> HttpResponse:
        """Take it back."""
        try:
            parties.take_party_back(party=self.party, taken_by=request.user, now=self.now)
        except parties.AlreadyAnswered:
            messages.info(request, gettext("It was answered or taken back meanwhile."))
        except WrongState as error:
            messages.info(request, moved_on(error.current))
        else:
            messages.success(request, gettext("It is taken back."))
        forget_exchanges(request.user)
        if pages.is_shown(request, self.exchange):
            return redirect(self.exchange)
        return redirect("working_groups:exchange-list")


class ConfirmView(OnExchange, View):
    """Introduces those who have both said yes."""

    action = "confirm"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Introduce them."""
        try:
            parties.confirm_match(exchange=self.exchange, confirmed_by=request.user, now=self.now)
        except parties.NobodyAccepted:
            messages.warning(request, gettext("There is nobody yet to whom both sides have said yes."))
        except WrongState as error:
            messages.info(request, moved_on(error.current))
        else:
            messages.success(request, gettext("They are introduced to each other by mail."))
        return redirect(self.exchange)
