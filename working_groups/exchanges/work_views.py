"""The pages of an exchange under way: agreement, people, log, report, what becomes of it, and its end."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import FormView

from network.core.access import can
from network.core.form_views import MergingView, RefusedFormMixin
from network.core.forms import Versioned
from working_groups.exchanges import closing, pages, running
from working_groups.exchanges.access import OnExchange
from working_groups.exchanges.agreement import agreement_of, save_agreement, sign_agreement
from working_groups.exchanges.speakers import people_of
from working_groups.exchanges.standing import forget_exchanges, speaks_for
from working_groups.exchanges.states import StaleText, WrongState
from working_groups.exchanges.views import moved_on
from working_groups.exchanges.work_forms import (
    AGREEMENT,
    REPORT,
    AgreementForm,
    EndForm,
    EntryForm,
    FollowUpForm,
    PersonForm,
    ReportForm,
)
from working_groups.models import ExchangeAgreement, ExchangeParty, ExchangeReport, PeerExchange

DECIDE = "working_groups/exchanges/decide.html"


class WorkForm(OnExchange, RefusedFormMixin, FormView):
    """What the pages with one form share: the frame, and a step that comes too late."""

    template_name = DECIDE
    title: Any = ""
    submit: Any = ""
    said: Any = ""
    anchor = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page."""
        shown = pages.frame(self.exchange, str(self.title)) | {"submit": self.submit}
        return super().get_context_data(**shown | kwargs)

    def do(self, form: Any) -> None:
        """Do what the form says."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        """Do it, say so, and lead back."""
        try:
            self.do(form)
        except WrongState as error:
            messages.info(self.request, moved_on(error.current))
        else:
            messages.success(self.request, str(self.said))
        return redirect(f"{self.exchange.get_absolute_url()}{self.anchor}")


class WrittenTogether(OnExchange, MergingView):
    """A text that both sides write."""

    form_class: type[Versioned]
    title: Any = ""
    submit: Any = ""
    said: Any = ""
    anchor = ""

    def form(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> Versioned:
        """Return the form."""
        return self.form_class(data, initial=initial)

    def do(self, form: Any) -> None:
        """Save what the form holds."""
        raise NotImplementedError

    def save(self, form: Any) -> HttpResponse:
        """Save it, say so, and lead back."""
        try:
            self.do(form)
        except WrongState as error:
            messages.info(self.request, moved_on(error.current))
        else:
            messages.success(self.request, str(self.said))
        return redirect(f"{self.exchange.get_absolute_url()}{self.anchor}")

    def page(self, form: Any, status: int = 200, **more: Any) -> HttpResponse:
        """Return the page with the form."""
        shown = pages.frame(self.exchange, str(self.title)) | {"submit": self.submit, "form": form}
        return render(self.request, DECIDE, shown | more, status=status)


class AgreementView(WrittenTogether):
    """Writes the agreement; who writes agrees to it."""

    action = "agree"
    form_class = AgreementForm
    title, submit, anchor = _("The agreement"), _("Save and agree"), "#agreement"
    said = _("The agreement is saved, and the other side is asked to agree to it.")

    def current(self) -> ExchangeAgreement | None:
        """Return the agreement."""
        return agreement_of(self.exchange)

    def values_of(self, current: ExchangeAgreement | None) -> dict[str, Any]:
        """Return what it says; of none yet, what the request says."""
        if current:
            return {name: getattr(current, name) for name in AGREEMENT}
        empty: dict[str, Any] = {"starts_on": None, "ends_on": None, "people": ""}
        return {"aims": self.exchange.wanted, **empty, "costs": self.exchange.budget}

    def do(self, form: AgreementForm) -> None:
        """Save it, for the party for which the writer speaks."""
        party = pages.own_party(self.request, self.exchange)
        if party is None:
            raise Http404
        values = {name: form.cleaned_data[name] for name in AGREEMENT}
        save_agreement(
            exchange=self.exchange,
            values=values,
            version=form.cleaned_data["version"],
            party=party,
            by=self.request.user,
            now=self.now,
        )


class SignView(OnExchange, View):
    """Agrees to the version of the agreement that was read."""

    action = "agree"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Agree."""
        party, version = pages.own_party(request, self.exchange), request.POST.get("version", "")
        if party is None:
            raise Http404
        number = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
        try:
            sign_agreement(exchange=self.exchange, version=number, party=party, by=request.user, now=self.now)
        except StaleText:
            messages.warning(
                request, gettext("The agreement has changed meanwhile. Read it again before you agree.")
            )
        except WrongState as error:
            messages.info(request, moved_on(error.current))
        else:
            messages.success(request, gettext("You have agreed."))
        return redirect(f"{self.exchange.get_absolute_url()}#agreement")


class BeginView(OnExchange, View):
    """Says that work has begun."""

    action = "take part"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin."""
        try:
            running.begin_exchange(exchange=self.exchange, begun_by=request.user, now=self.now)
        except WrongState as error:
            messages.info(request, moved_on(error.current))
        else:
            messages.success(request, gettext("The exchange is under way."))
        return redirect(self.exchange)


class AddPersonView(WorkForm):
    """Lets somebody of one's own city or partner take part."""

    action = "name people"
    form_class = PersonForm
    title, submit = _("Add somebody who takes part"), _("Add")
    said, anchor = _("She takes part now, and is told by mail."), "#people"
    party: ExchangeParty

    def is_allowed(self, request: HttpRequest) -> bool:
        """Allow those who speak for the party that the address names."""
        rows = self.exchange.parties.accepted().for_listing()
        self.party = get_object_or_404(rows, pk=self.party_key)
        self.party.exchange = self.exchange
        return super().is_allowed(request) and speaks_for(request.user, self.party)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep which party the address names."""
        self.party_key = kwargs["party"]
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the party's people who do not take part yet."""
        seated = self.exchange.seats.values("person")
        return super().get_form_kwargs() | {"people": people_of(self.party).exclude(pk__in=seated)}

    def do(self, form: PersonForm) -> None:
        """Add her."""
        running.add_person(
            party=self.party, person=form.cleaned_data["person"], added_by=self.request.user, now=self.now
        )


class EndSeatView(OnExchange, View):
    """Has somebody take part no longer; oneself too."""

    action = "read inside"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, seat: int) -> HttpResponse:
        """End the seat."""
        found = get_object_or_404(self.exchange.seats.select_related("party", "person"), pk=seat)
        found.exchange = self.exchange
        if not can(request, "end", found):
            raise Http404
        try:
            running.end_seat(seat=found, ended_by=request.user, now=self.now)
        except WrongState as error:
            messages.info(request, moved_on(error.current))
        else:
            messages.success(request, gettext("%(name)s takes part no longer.") % {"name": found.person})
        forget_exchanges(request.user)
        if pages.is_shown(request, self.exchange):
            return redirect(f"{self.exchange.get_absolute_url()}#people")
        return redirect("working_groups:exchange-list")


class EntryView(WorkForm):
    """Writes a line into the log."""

    action = "take part"
    form_class = EntryForm
    title, submit, said, anchor = _("Write into the log"), _("Save"), _("It stands in the log."), "#log"

    def do(self, form: EntryForm) -> None:
        """Write it."""
        running.add_entry(exchange=self.exchange, author=self.request.user, now=self.now, **form.cleaned_data)


class ReportView(WrittenTogether):
    """Writes the report, which completes the exchange; of what is completed, corrects it."""

    action = "report"
    form_class = ReportForm
    title, submit, said, anchor = _("The report"), _("Save the report"), _("The report is saved."), "#report"

    def current(self) -> ExchangeReport | None:
        """Return the report."""
        return ExchangeReport.objects.filter(exchange=self.exchange).first()

    def values_of(self, current: ExchangeReport | None) -> dict[str, Any]:
        """Return what it says."""
        told = {name: getattr(current, name, "") for name in REPORT if name != "shows_result"}
        shown = PeerExchange.objects.filter(pk=self.exchange.pk, shows_result=True).exists()
        return told | {"shows_result": shown}

    def do(self, form: ReportForm) -> None:
        """Save it."""
        data = form.cleaned_data
        closing.save_report(
            exchange=self.exchange,
            values={name: data[name] for name in REPORT if name != "shows_result"},
            shows_result=data["shows_result"],
            version=data["version"],
            written_by=self.request.user,
            now=self.now,
        )


class FollowUpView(WrittenTogether):
    """Says half a year later what has become of it."""

    action = "follow up"
    form_class = FollowUpForm
    title, submit, said, anchor = _("Half a year later"), _("Save"), _("Thank you. It is saved."), "#report"

    def current(self) -> ExchangeReport | None:
        """Return the report, beside which it stands."""
        return ExchangeReport.objects.filter(exchange=self.exchange).first()

    def values_of(self, current: ExchangeReport | None) -> dict[str, Any]:
        """Return what was said before."""
        return {"use": getattr(current, "follow_up", ""), "text": getattr(current, "follow_up_text", "")}

    def do(self, form: FollowUpForm) -> None:
        """Keep it."""
        data = form.cleaned_data
        closing.follow_up(
            exchange=self.exchange,
            use=data["use"],
            text=data["text"],
            version=data["version"],
            answered_by=self.request.user,
            now=self.now,
        )


class EndView(WorkForm):
    """Ends the exchange early."""

    action = "end"
    form_class = EndForm
    title, submit, said = _("End the exchange"), _("End it"), _("The exchange has ended.")

    def do(self, form: EndForm) -> None:
        """End it."""
        running.end_exchange(
            exchange=self.exchange,
            reason=form.cleaned_data["reason"],
            ended_by=self.request.user,
            now=self.now,
        )


class OutcomeView(OnExchange, View):
    """Begins the draft of what an exchange has become."""

    action = "make outcomes"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin it, and lead to where it is written."""
        if request.POST.get("kind") == "product":
            if not can(request, "make products", self.exchange):
                raise Http404
            outcome = closing.draft_product(exchange=self.exchange, author=request.user, now=self.now)
            return redirect("wagtailadmin_pages:edit", outcome.page_id)
        outcome = closing.draft_practice(exchange=self.exchange, author=request.user, now=self.now)
        messages.success(request, gettext("The draft holds what your report says. Go on from there."))
        submission = outcome.page.submission
        return redirect("knowledge:submission-edit", submission.pk)
