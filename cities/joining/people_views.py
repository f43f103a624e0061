"""The people of a city or a partner, and what is decided about each of them."""

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView, View

from cities.joining.affiliations import (
    AlreadyDecided,
    SuccessorNeeded,
    approve_affiliation,
    change_role,
    decline_affiliation,
    end_affiliation,
    is_last_keeper,
)
from cities.joining.forms import DeclineForm, EndForm, RoleForm
from cities.joining.notices import people_path
from cities.models import Affiliation, City, Partner
from cities.permissions import forget_seats
from network.core.access import can
from network.core.breadcrumbs import Crumb
from network.core.form_views import RefusedFormMixin
from network.core.pagination import paginate


@method_decorator(never_cache, name="dispatch")
class PeopleView(TemplateView):
    """Who belongs to a city or partner, and who has asked to; for those who keep its people."""

    model: type[City] | type[Partner] = City
    template_name = "cities/joining/people.html"

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Load the organisation."""
        super().setup(request, *args, **kwargs)
        self.organisation = get_object_or_404(self.model, slug=kwargs["slug"])

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Exist for those who keep the people only."""
        if not can(request, "keep people", self.organisation):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the list, what waits for a decision first."""
        rows = Affiliation.objects.open().of(self.organisation).filter(person__is_active=True)
        page = paginate(rows.for_listing().requested_first(), self.request)
        title = gettext("People of %(place)s") % {"place": self.organisation}
        return super().get_context_data(
            title=title,
            organisation=self.organisation,
            page_obj=page,
            affiliations=list(page),
            breadcrumbs=crumbs(self.organisation, title),
            **kwargs,
        )


def crumbs(organisation: City | Partner, title: Any, *, people: bool = False) -> list[Crumb]:
    """Return the way to a page about the organisation's people."""
    way = [Crumb(_("Home"), "/")]
    way.append(Crumb(organisation.name, organisation.get_absolute_url() if organisation.live else ""))
    if people:
        way.append(Crumb(_("People"), people_path(organisation)))
    return [*way, Crumb(title)]


class AffiliationMixin:
    """Loads the affiliation that the address names; without the right to ``action`` it does not exist."""

    action = ""
    request: Any

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Load the affiliation."""
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.affiliation = get_object_or_404(Affiliation.objects.for_listing(), pk=kwargs["pk"])
        self.is_own = self.affiliation.person_id == request.user.pk

    def is_allowed(self) -> bool:
        """Return whether the reader may do this."""
        return can(self.request, self.action, self.affiliation)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Exist for those who may do this only; lead on where there is nothing to do any more."""
        if not self.is_allowed():
            raise Http404
        if not (self.affiliation.is_requested or self.affiliation.is_approved):
            return self.back(too_late=True)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def back(self, *, said: str = "", too_late: bool = False) -> Any:
        """Lead back to the people, or to one's own account, with a word about what was done."""
        if too_late:
            messages.info(self.request, gettext("Somebody else decided about this meanwhile."))
        elif said:
            names = {"name": self.affiliation.person, "place": self.affiliation.organisation}
            messages.success(self.request, said % names)
        forget_seats(self.request.user)
        organisation = self.affiliation.organisation
        keeps = can(self.request, "keep people", organisation)
        return redirect(people_path(organisation) if keeps else "accounts:profile")


@method_decorator(never_cache, name="dispatch")
class ApprovalView(AffiliationMixin, View):
    """Lets somebody in who asked."""

    action = "decide"
    http_method_names = ["post"]

    def post(self, request: Any, pk: int) -> Any:
        """Approve."""
        try:
            approve_affiliation(affiliation=self.affiliation, actor=request.user, now=timezone.now())
        except AlreadyDecided:
            return self.back(too_late=True)
        return self.back(said=gettext("%(name)s now belongs to %(place)s."))


@method_decorator(never_cache, name="dispatch")
class DecisionView(AffiliationMixin, RefusedFormMixin, FormView):
    """A page with a form about one person."""

    template_name = "cities/joining/decision.html"
    title: Any = ""
    said: Any = ""
    submit: Any = ""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form whom it is about."""
        return super().get_form_kwargs() | {"affiliation": self.affiliation, "is_own": self.is_own}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add who it is, and what follows where nobody can take over."""
        organisation = self.affiliation.organisation
        form = kwargs.get("form") or self.get_form()
        keeps = can(self.request, "keep people", organisation)
        context = {
            "title": self.title,
            "submit": self.submit,
            "affiliation": self.affiliation,
            "organisation": organisation,
            "is_own": self.is_own,
            "form": form,
            "back_url": people_path(organisation) if keeps else "",
            "breadcrumbs": crumbs(organisation, self.title, people=keeps),
            "leaves_nobody": is_last_keeper(self.affiliation) and "successor" not in form.fields,
        }
        return super().get_context_data(**context | kwargs)

    def decide(self, form: Any) -> None:
        """Do what the form says."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> Any:
        """Decide, and lead back; where nobody was named to take over meanwhile, ask."""
        try:
            self.decide(form)
        except AlreadyDecided:
            return self.back(too_late=True)
        except SuccessorNeeded:
            form = self.get_form()  # offers who can take over by now
            form.is_valid()
            form.add_error(None, _("Choose who takes over: the others have left meanwhile."))
            return self.form_invalid(form)
        return self.back(said=str(self.said))


class DeclineView(DecisionView):
    """Declines a request."""

    action = "decide"
    form_class = DeclineForm
    title = _("Decline the request")
    submit = _("Decline")
    said = _("The request of %(name)s was declined, and she gets an e-mail.")

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Decline requests only: what was approved is ended."""
        if self.is_allowed() and not self.affiliation.is_requested:
            return self.back(too_late=True)
        return super().dispatch(request, *args, **kwargs)

    def decide(self, form: Any) -> None:
        """Decline."""
        reason = form.cleaned_data["reason"]
        decline_affiliation(
            affiliation=self.affiliation, reason=reason, actor=self.request.user, now=timezone.now()
        )


class EndView(DecisionView):
    """Ends what somebody is to a city or partner; one's own too."""

    action = "end"
    form_class = EndForm
    said = _("%(name)s no longer belongs to %(place)s.")

    @property
    def title(self) -> Any:  # type: ignore[override]
        """Return the words that fit who ends what."""
        if self.is_own:
            return _("Take back your request") if self.affiliation.is_requested else _("Leave")
        return _("End the affiliation")

    @property
    def submit(self) -> Any:  # type: ignore[override]
        """Return the verb."""
        return self.title

    def decide(self, form: Any) -> None:
        """End."""
        end_affiliation(
            affiliation=self.affiliation,
            successor=form.cleaned_data.get("successor"),
            reason=form.cleaned_data.get("reason", ""),
            actor=self.request.user,
            now=timezone.now(),
        )


class RoleView(DecisionView):
    """Gives somebody another role, or lays down one's own."""

    form_class = RoleForm
    title = _("Change the role")
    submit = _("Save role")
    said = _("The role of %(name)s is changed.")

    def is_allowed(self) -> bool:
        """Allow who decides about the person, and herself to step down."""
        reader, row = self.request, self.affiliation
        return row.is_approved and (can(reader, "decide", row) or can(reader, "step down", row))

    def decide(self, form: Any) -> None:
        """Change the role."""
        change_role(
            affiliation=self.affiliation,
            role=form.cleaned_data["role"],
            successor=form.cleaned_data.get("successor"),
            actor=self.request.user,
            now=timezone.now(),
        )
