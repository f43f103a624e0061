"""The pages on which a city asks for an exchange: the list, the page of one, and the request in three steps."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from cities.models import Challenge, City, SupportOffer
from knowledge.models import GoodPracticePage
from network.core.access import can
from network.core.form_views import UNPROCESSABLE, MergingView, RefusedFormMixin
from network.core.rate_limits import DAY, Limit, count_or_wait
from network.core.slugs import slugs_asked
from network.search.partials import render_list
from working_groups.exchanges import pages, requests
from working_groups.exchanges.access import OnExchange
from working_groups.exchanges.enums import ExchangeState
from working_groups.exchanges.forms import (
    MOST_ASKED,
    PRACTICALITIES,
    REQUEST,
    AskForm,
    ChangedRequestForm,
    NewRequestForm,
    PracticalitiesForm,
    values_of,
)
from working_groups.exchanges.matching import suggested_partners
from working_groups.exchanges.parties import TooManyParties, name_party
from working_groups.exchanges.standing import exchanges_of, forget_exchanges
from working_groups.exchanges.states import WrongState
from working_groups.exchanges.support import accept_support
from working_groups.models import PeerExchange

PER_PERSON = (20, DAY)
FORM = "working_groups/exchanges/form.html"


@require_safe
def exchange_list(request: HttpRequest) -> HttpResponse:
    """Return the list that the address asks for."""
    return render_list(request, "working_groups/exchanges/list.html", pages.list_context(request))


class ExchangeDetailView(OnExchange, View):
    """The page of an exchange: what everybody reads of it, and for its parties all that is inside."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return the page."""
        context = pages.detail_context(request, self.exchange)
        return render(request, "working_groups/exchanges/detail.html", context)


def moved_on(exchange: PeerExchange) -> str:
    """Return the sentence for somebody whose step came too late."""
    state = exchange.get_state_display()
    return gettext("Somebody has been quicker: this exchange is “%(state)s” now.") % {"state": state}


@method_decorator(never_cache, name="dispatch")
class NewExchangeView(RefusedFormMixin, FormView):
    """The first step, from nothing, or from a challenge, a practice, a city, a partner or an expert."""

    form_class = NewRequestForm
    template_name = FORM

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Exist for those who may ask only."""
        if not can(request, "create", PeerExchange):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the writer."""
        return super().get_form_kwargs() | {"person": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        """Begin with what the address names."""
        initial: dict[str, Any] = {}
        asked = slugs_asked(self.request.GET.getlist("challenge"))[-1:]
        challenge = Challenge.objects.public().filter(slug__in=asked).first()
        if challenge:
            initial |= {"challenge": challenge, "title": challenge.title, "wanted": challenge.needed}
            initial["themes"] = list(challenge.themes.all())
        practice = named_practice(self.request)
        if practice:
            title = gettext("How you did it: %(title)s") % {"title": practice.title}
            initial |= {"title": title[:160], "themes": [link.theme for link in practice.theme_links.all()]}
        return initial

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page."""
        return super().get_context_data(**pages.step_frame(None, "exchange-edit") | kwargs)

    def form_valid(self, form: NewRequestForm) -> HttpResponse:
        """Keep the draft, ask whom the address named, and go on."""
        token, now = form.cleaned_data["form_token"], timezone.now()
        if not PeerExchange.objects.filter(form_token=token).exists():
            minutes = count_or_wait(Limit(f"exchanges of {self.request.user.pk}", *PER_PERSON))
            if minutes:
                return self.too_many(form, minutes)
        practice = named_practice(self.request)
        exchange = requests.start_exchange(
            city=form.cleaned_data["city"],
            values=form.values | {"practice": practice},
            themes=form.cleaned_data["themes"],
            asked_by=self.request.user,
            form_token=token,
            now=now,
        )
        forget_exchanges(self.request.user)
        if exchange.pk not in exchanges_of(self.request.user).asking:
            raise Http404  # a token that somebody else has used
        self.name_those_of_the_address(exchange, practice)
        return redirect("working_groups:exchange-partners", exchange.pk)

    def name_those_of_the_address(self, exchange: PeerExchange, practice: GoodPracticePage | None) -> None:
        """Name the cities of the address and of its practice; of many, as many as may be asked at once."""
        chosen = Q(slug__in=slugs_asked(self.request.GET.getlist("city")))
        if practice:
            chosen |= Q(pk__in=practice.city_links.values("city"))
        named = City.objects.members().filter(chosen).exclude(pk=exchange.city_id)
        for city in named.order_by("slug")[:MOST_ASKED]:
            name_party(
                exchange=exchange,
                organisation=city,
                named_by=self.request.user,
                asker_said=True,
                now=timezone.now(),
            )


def named_practice(request: HttpRequest) -> GoodPracticePage | None:
    """Return the practice that the address names, if the reader may see it."""
    key = request.GET.get("practice", "")
    if not (key.isascii() and key.isdigit() and len(key) < 10):
        return None
    return GoodPracticePage.objects.visible_to(request).live().filter(pk=key).first()


class StepView(OnExchange, MergingView):
    """A step of the request that is changed; two who do so at the same moment see each other's change."""

    action = "change"
    names: tuple[str, ...] = ()
    step = ""
    then = ""

    def current(self) -> PeerExchange:
        """Return the exchange."""
        return self.exchange

    def values_of(self, current: PeerExchange) -> dict[str, Any]:
        """Return what the form shows of it."""
        return values_of(current, self.names)

    def save(self, form: Any) -> HttpResponse:
        """Save the step, and go on."""
        try:
            self.exchange = requests.change_request(
                exchange=self.exchange,
                values=form.values,
                themes=form.cleaned_data.get("themes"),
                version=form.cleaned_data["version"],
                changed_by=self.request.user,
                now=self.now,
            )
        except WrongState as error:
            messages.info(self.request, moved_on(error.current))
            return redirect(self.exchange)
        return self.saved()

    def saved(self) -> HttpResponse:
        """Go on."""
        messages.success(self.request, gettext("Your changes are saved."))
        return redirect(self.then, self.exchange.pk)

    def page(self, form: Any, status: int = 200, **more: Any) -> HttpResponse:
        """Return the page with the form."""
        shown = pages.step_frame(self.exchange, self.step) | {"form": form} | more
        return render(self.request, FORM, shown, status=status)


class EditExchangeView(StepView):
    """The first step again."""

    names = REQUEST
    step = "exchange-edit"
    then = "working_groups:exchange-partners"

    def form(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> ChangedRequestForm:
        """Return the form."""
        return ChangedRequestForm(data, initial=initial, person=self.request.user, exchange=self.exchange)


class PracticalitiesView(StepView):
    """The third step, from which a draft is sent."""

    names = PRACTICALITIES
    step = "exchange-practicalities"
    then = "working_groups:exchange-detail"

    def form(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> PracticalitiesForm:
        """Return the form."""
        return PracticalitiesForm(data, initial=initial)

    def saved(self) -> HttpResponse:
        """Send the draft, where the writer asks for that; nobody to ask and no call reaches nobody."""
        if self.request.POST.get("action") != "send" or self.exchange.state != ExchangeState.DRAFT:
            return super().saved()
        if not self.exchange.is_call and not self.exchange.parties.helping().exists():
            again = self.opened(self.exchange, self.values_of(self.exchange))
            return self.page(again, UNPROCESSABLE, reaches_nobody=True)
        try:
            requests.send_request(exchange=self.exchange, sent_by=self.request.user, now=self.now)
        except WrongState as error:
            messages.info(self.request, moved_on(error.current))
        else:
            messages.success(
                self.request, gettext("Your request is on its way. You are mailed when somebody answers.")
            )
        return redirect(self.exchange)


class PartnersView(OnExchange, View):
    """The second step: whom to ask, each with what speaks for it, or to bring into it."""

    action = "name partners"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return the page."""
        return self.page(AskForm(exchange=self.exchange))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Name those who were chosen."""
        form = AskForm(request.POST, exchange=self.exchange)
        if not form.is_valid():
            return self.page(form, status=UNPROCESSABLE)
        asks = can(request, "change", self.exchange)
        peers = {peer.city.pk: peer.reasons for peer in suggested_partners(self.exchange, number=50)}
        try:
            for one in form.asked:
                name_party(
                    exchange=self.exchange,
                    organisation=one,
                    named_by=request.user,
                    asker_said=True if asks else None,
                    reasons=peers.get(one.pk, ()) if isinstance(one, City) else (),
                    now=self.now,
                )
        except TooManyParties:
            form.add_error(None, gettext("That is enough for now: wait until some of them have answered."))
            return self.page(form, status=UNPROCESSABLE)
        except WrongState as error:
            messages.info(request, moved_on(error.current))
            return redirect(self.exchange)
        if self.exchange.state == ExchangeState.DRAFT:
            return redirect("working_groups:exchange-practicalities", self.exchange.pk)
        if form.asked:
            messages.success(request, gettext("They are asked by mail."))
        return redirect(self.exchange)

    def page(self, form: AskForm, status: int = 200) -> HttpResponse:
        """Return the page with those who fit."""
        context = pages.step_frame(self.exchange, "exchange-partners") | {
            "form": form,
            "peers": suggested_partners(self.exchange),
            "chosen": form["suggested"].value() or [],
            "parties": pages.party_rows(self.request, self.exchange),
            "is_draft": self.exchange.state == ExchangeState.DRAFT,
            "asks": can(self.request, "change", self.exchange),
        }
        return render(self.request, "working_groups/exchanges/partners.html", context, status=status)


@method_decorator(never_cache, name="dispatch")
class AcceptSupportView(View):
    """Makes an exchange of an offer of support for a challenge."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Accept, and lead to the exchange."""
        offers = SupportOffer.objects.visible_to(request).filter(challenge__slug=slug, state="open")
        offer = get_object_or_404(offers.select_related("challenge__city", "city", "partner"), pk=pk)
        if not can(request, "accept", offer):
            raise Http404
        exchange = accept_support(offer=offer, accepted_by=request.user, now=timezone.now())
        messages.success(
            request, gettext("The offer is accepted. You are introduced to each other once it is confirmed.")
        )
        return redirect(exchange)
