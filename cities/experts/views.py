"""The list of experts, the page of one, one's own entry, and the form that writes to an expert."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView

from cities.experts.documents import organisations_of
from cities.experts.forms import ExpertForm, RequestForm
from cities.experts.lists import EXPERTS, PATH
from cities.experts.services import TooManyRequests, hide_expert, save_expert, write_to_expert
from cities.limits import EXPERT_REQUESTS
from cities.models import ExpertProfile
from network.core.access import can
from network.core.breadcrumbs import Crumb
from network.core.facts import Fact, FactLink, known
from network.core.form_views import RefusedFormMixin
from network.core.letterhead import absolute
from network.core.structured_data import described
from network.search.listing import Listing
from network.search.partials import render_list


def _crumbs(*rest: Crumb) -> list[Crumb]:
    return [Crumb(_("Home"), "/"), Crumb(_("Experts"), PATH if rest else ""), *rest]


@require_safe
def expert_list(request: HttpRequest) -> HttpResponse:
    """Return the experts that the address asks for."""
    listing = Listing(EXPERTS, request, title=_("Experts")).gathered()
    own = ExpertProfile.objects.filter(person=request.user).first() if request.user.is_authenticated else None
    context = {
        "listing": listing,
        "breadcrumbs": _crumbs(),
        "meta_title": _("Experts"),
        "canonical_url": absolute(PATH),
        "is_unlisted": listing.is_narrowed,
        "json_ld": described("CollectionPage", _("Experts"), PATH),
        "may_offer": own is None and can(request, "create", ExpertProfile),
        "own": own,
    }
    return render_list(request, "cities/experts/list.html", context)


@require_safe
def expert_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the page of one expert; she herself sees it before it is shown."""
    expert = get_object_or_404(ExpertProfile.objects.visible_to(request).for_listing(), slug=slug)
    person = expert.person
    links = tuple(FactLink(str(place), place.get_absolute_url()) for place in organisations_of(expert))
    context = {
        "expert": expert,
        "breadcrumbs": _crumbs(Crumb(person.name)),
        "meta_title": person.name,
        "meta_description": expert.headline,
        "canonical_url": absolute(expert.get_absolute_url()),
        "themes": list(person.expertise.all()),
        "facts": known(
            Fact(_("Job title"), person.job_title),
            Fact(_("Belongs to"), links=links),
            Fact(_("Languages"), ", ".join(person.language_names)),
            Fact(_("Regions"), ", ".join(region.name for region in expert.regions.all()) or _("Anywhere")),
            Fact(_("Availability"), expert.get_availability_display()),
        ),
        "json_ld": described(
            "ProfilePage",
            person.name,
            expert.get_absolute_url(),
            mainEntity={
                "@type": "Person",
                "name": person.name,
                "description": expert.headline,
                "knowsLanguage": person.languages,
            },
        ),
        "is_own": can(request, "change", expert),
        "is_public": can(None, "view", expert),
        "may_write": can(request, "write", expert),
    }
    return render(request, "cities/experts/detail.html", context)


class MyEntryView(LoginRequiredMixin, RefusedFormMixin, FormView):
    """One's own entry among the experts."""

    template_name = "cities/experts/mine.html"
    form_class = ExpertForm

    def dispatch(self, request, *args, **kwargs):
        """Let in who has an entry, or may have one."""
        if request.user.is_authenticated:
            self.profile = ExpertProfile.objects.filter(person=request.user).first()
            if self.profile is None and not can(request, "create", ExpertProfile):
                return redirect("cities:expert-list")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        """Give the form the entry as it is, or a new one."""
        profile = self.profile or ExpertProfile(person=self.request.user)
        return super().get_form_kwargs() | {"instance": profile}

    def form_valid(self, form):
        """Save, and show what others see."""
        values = form.cleaned_data
        profile = save_expert(
            profile=form.save(commit=False),
            regions=values["regions"],
            listed=values["listed"],
            now=timezone.now(),
        )
        messages.success(
            self.request,
            _("Your entry is shown to everybody.")
            if profile.is_listed
            else _("Your entry is saved, and not shown."),
        )
        return redirect(profile)

    def get_context_data(self, **kwargs):
        """Add what leads here."""
        crumbs = _crumbs(Crumb(_("Your entry")))
        return super().get_context_data(breadcrumbs=crumbs, meta_title=_("Your entry"), **kwargs)


@require_POST
@login_required
def withdraw_entry(request: HttpRequest) -> HttpResponse:
    """Show the reader's entry to nobody any more."""
    hide_expert(person=request.user, now=timezone.now())
    messages.success(request, _("Your entry is shown to nobody any more."))
    return redirect("accounts:data")


class RequestView(LoginRequiredMixin, RefusedFormMixin, FormView):
    """Writes to an expert; neither sees the other's address here."""

    template_name = "cities/experts/request.html"
    form_class = RequestForm
    success_url = reverse_lazy("cities:expert-list")

    def dispatch(self, request, *args, **kwargs):
        """Let in who may write to this expert; to others the form does not exist."""
        experts = ExpertProfile.objects.visible_to(request).for_listing()
        self.expert = get_object_or_404(experts, slug=kwargs["slug"])
        if request.user.is_authenticated and not can(request, "write", self.expert):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        """Give the form the token that makes it act once."""
        return {"form_token": uuid.uuid4()}

    def form_valid(self, form):
        """Send it, or say that it was too much for a day."""
        values = form.cleaned_data
        try:
            write_to_expert(expert=self.expert, sender=self.request.user, now=timezone.now(), **values)
        except TooManyRequests:
            text = _("You have written to %(number)d experts today. Nothing is lost: send this one tomorrow.")
            form.add_error(None, text % {"number": EXPERT_REQUESTS[0]})
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("Your question is on its way. %(name)s answers to your address.")
            % {"name": self.expert.person.name},
        )
        return redirect(self.expert)

    def get_context_data(self, **kwargs):
        """Add whom the form writes to."""
        here = Crumb(self.expert.person.name, reverse("cities:expert-detail", args=[self.expert.slug]))
        crumbs = _crumbs(here, Crumb(_("Ask")))
        return super().get_context_data(
            expert=self.expert, breadcrumbs=crumbs, meta_title=_("Ask an expert"), **kwargs
        )
