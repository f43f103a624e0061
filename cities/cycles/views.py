"""The pages of challenge cycles."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from cities.cycles import pages
from cities.cycles.enums import CyclePhase
from cities.cycles.forms import BallotForm, EntryForm
from cities.cycles.published import write_ballots
from cities.cycles.results import VoteOpen, read_result
from cities.cycles.services import (
    BallotChanged,
    CycleClosed,
    NoPlaceLeft,
    cast_ballot,
    submit_entry,
    withdraw_entry,
)
from cities.models import Ballot, ChallengeCycle, City, CycleEntry
from network.core.access import can
from network.core.breadcrumbs import Crumb
from network.core.error_views import unprocessable
from network.core.form_views import RefusedFormMixin
from network.core.letterhead import absolute
from network.core.pagination import paginate
from network.core.structured_data import described


def visible_cycle(request, year: int) -> ChallengeCycle:
    """Return the cycle of that year; to whom it is not shown there is none."""
    return get_object_or_404(ChallengeCycle.objects.visible_to(request), year=year)


class CycleListView(View):
    """All cycles, the newest first."""

    def get(self, request):
        page = paginate(ChallengeCycle.objects.visible_to(request).order_by("-year"), request)
        now = timezone.now()
        context = {
            "page_obj": page,
            "rows": [pages.list_row(cycle, now) for cycle in page],
            "breadcrumbs": pages.cycles_crumbs(),
            "meta_title": _("Challenge cycles"),
            "canonical_url": absolute(reverse("cities:cycle-list")),
            "json_ld": described("CollectionPage", _("Challenge cycles"), reverse("cities:cycle-list")),
        }
        return render(request, "cities/cycles/cycle_list.html", context)


class CycleDetailView(View):
    """A cycle: what goes on, by when, by which criteria, and who has entered what."""

    def get(self, request, year):
        cycle = visible_cycle(request, year)
        return render(
            request, "cities/cycles/cycle_detail.html", pages.cycle_context(request, cycle, timezone.now())
        )


class CycleResultsView(View):
    """The result, from the moment on at which the vote closes; nothing of it before."""

    def get(self, request, year):
        cycle = visible_cycle(request, year)
        phase = cycle.phase(timezone.now())
        if phase == CyclePhase.RECORDED:
            return redirect(cycle)
        context = {
            "cycle": cycle,
            "title": _("Result"),
            "json_ld": described("WebPage", f"{cycle.title}: {_('result')}", request.path),
            "breadcrumbs": pages.cycle_crumbs(cycle, _("Result")),
            "closes": pages.when(cycle.vote_closes_at) if cycle.vote_closes_at else None,
        }
        if phase == CyclePhase.CLOSED:
            try:
                context |= {"is_counted": True} | pages.result_context(cycle, read_result(cycle))
            except VoteOpen:  # the database's clock is behind ours, by a moment
                context["closes"] = pages.when(cycle.vote_closes_at)
        return render(request, "cities/cycles/results.html", context)


class CycleBallotsView(View):
    """The published ballots, as a file; there is none before the vote has closed."""

    def get(self, request, year):
        cycle = visible_cycle(request, year)
        if not ChallengeCycle.objects.vote_closed().filter(pk=cycle.pk).exists():
            raise Http404
        try:
            read_result(cycle)  # waits for a ballot that came in time and is still being written
        except VoteOpen:
            raise Http404 from None
        response = HttpResponse(write_ballots(cycle), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="ballots-{cycle.year}.csv"'
        return response


@method_decorator(never_cache, name="dispatch")
class CityFormView(RefusedFormMixin, FormView):
    """A form that a coordinator fills in for one of her cities; to everybody else there is no page."""

    title = ""

    def dispatch(self, request, *args, **kwargs):
        """Find the cycle, and the city that ``city`` names (the first of hers where it names none)."""
        self.cycle = visible_cycle(request, kwargs["year"])
        self.cities = pages.own_cities(request)
        slug = request.POST.get("city") or request.GET.get("city")
        found = [city for city in self.cities if slug in (None, "", city.slug)]
        if not found or not self.is_allowed(found[0]):
            raise Http404
        self.city = found[0]
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self, city: City) -> bool:
        """Return whether the reader may do this for ``city``."""
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        """Add the frame of the page, and the other cities that she may act for."""
        tabs = [
            {"label": city.name, "url": f"{self.request.path}?city={city.slug}", "current": city == self.city}
            for city in self.cities
        ]
        return super().get_context_data(
            **{
                "cycle": self.cycle,
                "city": self.city,
                "tabs": tabs if len(tabs) > 1 else [],
                "title": self.title,
                "breadcrumbs": pages.cycle_crumbs(self.cycle, self.title),
                "phase": self.cycle.phase(timezone.now()),
            }
            | kwargs
        )


class EntryCreateView(CityFormView):
    """A city enters one of its challenges."""

    form_class = EntryForm
    template_name = "cities/cycles/entry_form.html"

    @property
    def title(self):
        """What the page is called."""
        return _("Enter a challenge")

    def is_allowed(self, city):
        """Let the city's coordinators in."""
        return can(self.request, "submit", CycleEntry(cycle=self.cycle, city=city))

    def get_form_kwargs(self):
        """Offer the city's challenges."""
        return super().get_form_kwargs() | {"cycle": self.cycle, "city": self.city}

    def get_context_data(self, **kwargs):
        """Add whether the call is open, and until when."""
        is_open = self.cycle.phase(timezone.now()) == CyclePhase.CALL
        closes = pages.when(self.cycle.call_closes_at) if self.cycle.call_closes_at else None
        return super().get_context_data(is_open=is_open, closes=closes, **kwargs)

    def form_valid(self, form):
        """Enter it, or say why it cannot be."""
        challenge = form.cleaned_data["challenge"]
        try:
            submit_entry(cycle=self.cycle, challenge=challenge, by=self.request.user, now=timezone.now())
        except CycleClosed:
            form.add_error(None, _("The call is not open. Nothing was entered."))
        except NoPlaceLeft:
            form.add_error(
                None,
                _("%(city)s has entered as many challenges as this cycle allows. Take one back first.")
                % {"city": self.city.name},
            )
        else:
            messages.success(self.request, _("“%(title)s” is entered.") % {"title": challenge.title})
            return redirect(self.cycle)
        return self.form_invalid(form)


class EntryWithdrawView(View):
    """A city takes an entry back while the call is open."""

    def dispatch(self, request, *args, year, number):
        """Find the entry; to everybody but the city's coordinators there is none."""
        cycle = visible_cycle(request, year)
        self.entry = get_object_or_404(
            CycleEntry.objects.filter(cycle=cycle).visible_to(request).for_listing(), number=number
        )
        if not can(request, "withdraw", self.entry):
            raise Http404
        return super().dispatch(request)

    def get(self, request):
        """Ask first."""
        cycle = self.entry.cycle
        context = {
            "entry": self.entry,
            "cycle": cycle,
            "breadcrumbs": pages.cycle_crumbs(cycle, _("Take back")),
            "is_open": cycle.phase(timezone.now()) == CyclePhase.CALL,
        }
        return render(request, "cities/cycles/entry_withdraw.html", context)

    def post(self, request):
        """Take it back."""
        try:
            withdraw_entry(entry=self.entry, by=request.user, now=timezone.now())
        except CycleClosed:
            return unprocessable(request, reason=_("The call has closed. Write to the secretariat."))
        messages.success(request, _("The entry is taken back."))
        return redirect(self.entry.cycle)


class VoteView(CityFormView):
    """A city's ballot: cast, looked at and replaced until the vote closes; looked at after that."""

    form_class = BallotForm
    template_name = "cities/cycles/vote.html"

    @property
    def title(self):
        """What the page is called."""
        return _("Ballot")

    def is_allowed(self, city):
        """Let the city's coordinators in."""
        return can(self.request, "cast", Ballot(cycle=self.cycle, city=city))

    def setup(self, request, *args, **kwargs):
        """Have the ballot and the entries read once."""
        super().setup(request, *args, **kwargs)
        self._read = None

    def _ballot_and_entries(self):
        if self._read is None:
            ballot = Ballot.objects.visible_to(self.request).filter(cycle=self.cycle, city=self.city).first()
            self._read = ballot, list(self.cycle.entries.accepted().for_listing())
        return self._read

    def get_form_kwargs(self):
        """Offer the accepted entries with the ranks that they have."""
        ballot, entries = self._ballot_and_entries()
        kwargs = super().get_form_kwargs() | {"entries": entries, "ranking": ballot.ranking if ballot else ()}
        return kwargs | {"initial": {"seen": ballot.times if ballot else 0}}

    def get_context_data(self, **kwargs):
        """Add the ballot that stands, and when the vote opens and closes."""
        ballot, entries = self._ballot_and_entries()
        titles = {entry.number: entry.title for entry in entries}
        context = super().get_context_data(
            ballot=ballot,
            cast_at=pages.when(ballot.cast_at) if ballot else None,
            choices=[titles[number] for number in ballot.ranking if number in titles] if ballot else [],
            opens=pages.when(self.cycle.vote_opens_at) if self.cycle.vote_opens_at else None,
            closes=pages.when(self.cycle.vote_closes_at) if self.cycle.vote_closes_at else None,
            **kwargs,
        )
        form = context["form"]
        rows = {entry.number: pages.entry_row(entry) for entry in entries}
        context["rows"] = [(form[f"entry-{number}"], row) for number, row in self._ordered(rows, ballot)]
        return context

    def _ordered(self, rows, ballot):
        """Return the rows, those that the ballot ranks first."""
        ranking = [number for number in (ballot.ranking if ballot else ()) if number in rows]
        return [(n, rows[n]) for n in [*ranking, *(n for n in rows if n not in ranking)]]

    def form_valid(self, form):
        """Cast the ballot, or show what has happened meanwhile, with all that was entered."""
        try:
            cast_ballot(
                cycle=self.cycle,
                city=self.city,
                ranking=form.cleaned_data["ranking"],
                by=self.request.user,
                seen=form.cleaned_data["seen"],
            )
        except CycleClosed:
            form.add_error(None, _("The vote is not open. This ballot was not cast."))
        except BallotChanged as changed:
            self._read = None
            form.data = form.data.copy()
            form.data["seen"] = changed.current.times
            form.add_error(
                None,
                _(
                    "%(city)s has voted anew since you opened this page; that ballot stands above. "
                    "Send yours again to put it in its place."
                )
                % {"city": self.city.name},
            )
        else:
            messages.success(self.request, _("The ballot of %(city)s is cast.") % {"city": self.city.name})
            return redirect(f"{self.request.path}?city={self.city.slug}")
        return self.form_invalid(form)


class MethodView(View):
    """How votes are counted, in plain words with an example."""

    def get(self, request):
        title = _("How votes are counted")
        context = {
            "breadcrumbs": pages.cycles_crumbs(Crumb(title)),
            "title": title,
            "json_ld": described("WebPage", title, request.path),
        }
        return render(request, "cities/cycles/method.html", context)
