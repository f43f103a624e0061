"""The pages on which people write challenges and take them on their way."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, ListView

from cities import limits
from cities.challenges import services
from cities.challenges.access import OnChallenge
from cities.challenges.forms import ChangedChallengeForm, NewChallengeForm, SolutionForm
from cities.challenges.merging import values_of
from cities.challenges.pages import crumbs
from cities.challenges.services import IncompleteChallenge, StaleChallenge, WrongState
from cities.enums import PUBLIC_CHALLENGES
from cities.models import Challenge
from network.core.access import can
from network.core.breadcrumbs import Crumb
from network.core.form_views import CONFLICT, UNPROCESSABLE, RefusedFormMixin
from network.core.merging import merge
from network.core.pagination import paginate

FORM = "cities/challenges/form.html"


class WritersOnly:
    """For the pages of those who may describe challenges; for others there is no such page."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask, go on."""
        if not can(request, "create", Challenge):
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


def saved(request: HttpRequest, challenge: Challenge) -> HttpResponse:
    """Submit what was saved, where the writer asked for that, and show the challenge as it is now."""
    message = gettext("Your changes are saved.")
    if request.POST.get("action") == "submit":
        try:
            services.submit_challenge(challenge=challenge, submitted_by=request.user, now=timezone.now())
            message = gettext("The secretariat has it now, and answers you by mail.")
        except WrongState as error:
            message = moved_on(error.current)
    elif not challenge.is_public:
        message = gettext("Your draft is saved. This is how it will look.")
    messages.success(request, message)
    return redirect(challenge)


def moved_on(challenge: Challenge) -> str:
    """Return the sentence for somebody whose step came too late."""
    state = challenge.get_state_display()
    return gettext("Somebody has been quicker: this challenge is “%(state)s” now.") % {"state": state}


@method_decorator(never_cache, name="dispatch")
class NewChallengeView(WritersOnly, RefusedFormMixin, FormView):
    """Describing a challenge."""

    form_class = NewChallengeForm
    template_name = FORM

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the writer, and whether she submits at once."""
        submitting = self.request.POST.get("action") == "submit"
        return super().get_form_kwargs() | {"person": self.request.user, "submitting": submitting}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page."""
        title = gettext("Describe a challenge")
        frame = {"title": title, "breadcrumbs": crumbs(Crumb(title)), "may_submit": True}
        return super().get_context_data(**frame | kwargs)

    def form_valid(self, form: NewChallengeForm) -> HttpResponse:
        """Keep the draft."""
        now = timezone.now()
        token = form.cleaned_data["form_token"]
        mine = Challenge.objects.filter(author=self.request.user)
        if not mine.filter(form_token=token).exists():
            minutes = limits.minutes_to_wait(mine, "created_at", limits.CHALLENGES, now=now)
            if minutes:
                return self.too_many(form, minutes)
        challenge = services.create_challenge(
            author=self.request.user,
            city=form.cleaned_data["city"],
            values=form.values,
            themes=form.cleaned_data["themes"],
            form_token=token,
            now=now,
        )
        return saved(self.request, challenge)


class EditChallengeView(OnChallenge, View):
    """Changing a challenge; two people who do so at the same moment see each other's change."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Return the form."""
        if not can(request, "change", self.challenge):
            raise Http404
        values = values_of(self.challenge)
        return self.page(ChangedChallengeForm.opened_on(self.challenge, values, values))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Save, or show the form again with what has to be put right."""
        form = ChangedChallengeForm(
            request.POST,
            initial=values_of(self.challenge),
            submitting=request.POST.get("action") == "submit",
            complete=self.challenge.state in PUBLIC_CHALLENGES,
        )
        valid = form.is_valid()
        if not can(request, "change", self.challenge):
            if not can(request, "submit", self.challenge):
                raise Http404
            return self.page(form, status=CONFLICT, moved_on=moved_on(self.challenge))  # nothing is lost
        if not valid:
            return self.page(form, status=UNPROCESSABLE)
        try:
            challenge = services.change_challenge(
                challenge=self.challenge,
                values=form.values,
                themes=form.cleaned_data["themes"],
                version=form.cleaned_data["version"],
                changed_by=request.user,
                now=timezone.now(),
            )
        except StaleChallenge as error:
            return self.conflict(form, error.current)
        return saved(request, challenge)

    def conflict(self, form: ChangedChallengeForm, current: Challenge) -> HttpResponse:
        """Return the form with both people's changes, and beside it what the other one has changed."""
        labels = {name: field.label for name, field in form.fields.items()}
        mine = form.values | {"themes": form.cleaned_data["themes"]}
        theirs = values_of(current)
        merged, differences = merge(base=form.cleaned_data["base"], mine=mine, theirs=theirs, labels=labels)
        again = ChangedChallengeForm.opened_on(current, merged, theirs)
        return self.page(again, status=CONFLICT, differences=differences, is_stale=True)

    def page(self, form: ChangedChallengeForm, status: int = 200, **context: Any) -> HttpResponse:
        """Return the page with the form."""
        challenge, title = self.challenge, gettext("Change the text")
        frame = {
            "form": form,
            "challenge": challenge,
            "title": title,
            "breadcrumbs": crumbs(Crumb(challenge.title, challenge.get_absolute_url()), Crumb(title)),
            "may_submit": challenge.state in services.STEPS["submit"][0],
        }
        return render(self.request, FORM, frame | context, status=status)


@method_decorator(never_cache, name="dispatch")
class OwnChallengesView(WritersOnly, ListView):
    """What the reader has written and what her cities have brought, with where each stands."""

    template_name = "cities/challenges/mine.html"

    def get_queryset(self) -> Any:
        """Return her challenges, the last changed first."""
        return Challenge.objects.of_person(self.request.user).with_main_theme().order_by("-changed_at", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page."""
        title = gettext("Your challenges")
        page = paginate(self.object_list, self.request)
        return {"title": title, "breadcrumbs": crumbs(Crumb(title)), "page_obj": page, "object_list": page}


class StepView(OnChallenge, View):
    """A button that takes a challenge a step on its way."""

    http_method_names = ["post"]
    step: Callable[..., Challenge]
    by = ""
    done: Any = ""

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Take the step, and say what has become of it."""
        try:
            type(self).step(challenge=self.challenge, now=timezone.now(), **{self.by: request.user})
        except WrongState as error:
            messages.warning(request, moved_on(error.current))
        except IncompleteChallenge as error:
            missing = gettext("This is still missing: %(names)s.") % {"names": ", ".join(error.missing)}
            messages.warning(request, missing)
            return redirect("cities:challenge-edit", slug)
        else:
            messages.success(request, self.done)
        return redirect(self.challenge)


class SubmitView(StepView):
    """Gives a draft to the secretariat."""

    action, by, step = "submit", "submitted_by", services.submit_challenge
    done = _("The secretariat has it now, and answers you by mail.")


class WithdrawView(StepView):
    """Takes a challenge back."""

    action, by, step = "withdraw", "withdrawn_by", services.withdraw_challenge
    done = _("The challenge is withdrawn. You can take it up again at any time.")


class ResumeView(StepView):
    """Takes a challenge up again that was withdrawn."""

    action, by, step = "withdraw", "resumed_by", services.resume_challenge
    done = _("The challenge is a draft again.")


class ReopenView(StepView):
    """Says that a challenge is not solved after all."""

    action, by, step = "solve", "reopened_by", services.reopen_challenge
    done = _("The challenge is open again.")


class SolveView(OnChallenge, RefusedFormMixin, FormView):
    """Says that a challenge is solved, and by what."""

    action = "solve"
    form_class = SolutionForm
    template_name = "cities/challenges/respond.html"

    def get_initial(self) -> dict[str, Any]:
        """Show what was written before it was opened again."""
        return {"solution": self.challenge.solution}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page."""
        title, challenge = gettext("It is solved"), self.challenge
        return super().get_context_data(
            title=title,
            challenge=challenge,
            submit=gettext("Mark as solved"),
            breadcrumbs=crumbs(Crumb(challenge.title, challenge.get_absolute_url()), Crumb(title)),
            **kwargs,
        )

    def form_valid(self, form: SolutionForm) -> HttpResponse:
        """Keep what solved it."""
        solution = form.cleaned_data["solution"]
        try:
            services.solve_challenge(
                challenge=self.challenge, solution=solution, solved_by=self.request.user, now=timezone.now()
            )
        except WrongState as error:
            messages.warning(self.request, moved_on(error.current))
        else:
            messages.success(self.request, gettext("The challenge is marked as solved."))
        return redirect(self.challenge)
