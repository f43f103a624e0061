"""Asking to belong to a city or a partner."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from cities.joining.affiliations import request_affiliation
from cities.joining.domains import cities_of_person
from cities.joining.forms import AskCityForm, AskPartnerForm
from network.core.breadcrumbs import Crumb
from network.core.form_views import RefusedFormMixin


@method_decorator(never_cache, name="dispatch")
class AskView(LoginRequiredMixin, RefusedFormMixin, FormView):
    """Ask to belong to an organisation; a link may name it already: ``?organisation=katowice``."""

    template_name = "cities/joining/ask.html"
    title: Any = ""

    def get_initial(self) -> dict[str, Any]:
        """Choose the organisation that the link names."""
        return {"organisation": self.request.GET.get("organisation", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page."""
        crumbs = [Crumb(_("Home"), "/"), Crumb(self.title)]
        context = {"title": self.title, "breadcrumbs": crumbs, "is_city": self.form_class is AskCityForm}
        return super().get_context_data(**context | kwargs)

    def form_valid(self, form: Any) -> Any:
        """Ask, and say on the account page what follows."""
        now = timezone.now()
        affiliation = request_affiliation(
            person=self.request.user,
            organisation=form.cleaned_data["organisation"],
            message=" ".join(form.cleaned_data["message"].split()),
            now=now,
        )
        names = {"place": affiliation.organisation}
        if affiliation.is_approved:
            messages.success(self.request, gettext("You belong to %(place)s.") % names)
        else:
            sentence = gettext(
                "Your request to join %(place)s waits for a decision. You get an e-mail about it."
            )
            messages.success(self.request, sentence % names)
        return redirect("accounts:profile")


class AskCityView(AskView):
    """Pick one's city."""

    form_class = AskCityForm
    title = _("Pick your city")

    def get_initial(self) -> dict[str, Any]:
        """Choose the city that the link names, or the one that the person's address speaks for."""
        initial = super().get_initial()
        if not initial["organisation"]:
            own = sorted(cities_of_person(self.request.user), key=lambda city: city.slug)
            initial["organisation"] = own[0].slug if own else ""
        return initial


class AskPartnerView(AskView):
    """Name the partner that one works for."""

    form_class = AskPartnerForm
    title = _("Name your organisation")
