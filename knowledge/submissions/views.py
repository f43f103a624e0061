"""The pages on which members submit practices and news, and see what has become of them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from knowledge.models import GoodPracticePage, NewsPage, Submission
from knowledge.submissions.forms import FORMS, SubmissionForm
from knowledge.submissions.services import (
    PublishedMeanwhile,
    StaleSubmission,
    change_submission,
    create_submission,
    send_submission,
    shows,
    values_of,
)
from network.core.access import can
from network.core.breadcrumbs import Crumb
from network.core.drafts import LockedDraft, NothingToSend, draft_of, standing_of, standings_of
from network.core.form_views import CONFLICT, UNPROCESSABLE, RefusedFormMixin
from network.core.merging import fingerprints, merge
from network.core.pagination import paginate
from network.core.rate_limits import DAY, Limit, count_or_wait

PER_PERSON = (20, DAY)
TITLES = {GoodPracticePage: _("Share a good practice"), NewsPage: _("Share news")}
LISTS = {
    GoodPracticePage: (_("Good practices"), "/practices/"),
    NewsPage: (_("News"), "/news/"),
}
FORM = "knowledge/submissions/form.html"


def crumbs(*rest: Crumb) -> list[Crumb]:
    """Return the way to a page about what members submit."""
    own = Crumb(gettext("Your practices and news"), reverse("knowledge:submission-list") if rest else "")
    return [Crumb(gettext("Home"), "/"), own, *rest]


def picture_of(form: SubmissionForm) -> tuple[Any, str] | None:
    """Return the new picture of a form with what it shows, if there is one."""
    upload = form.cleaned_data["upload"]
    return (upload, form.cleaned_data["upload_description"]) if upload else None


def sent_on(request: HttpRequest, submission: Submission, *, is_changed: bool = True) -> HttpResponse:
    """Send what was saved where the writer asked for it, say so, and go on to the list."""
    message = gettext("Your draft is saved.") if is_changed else gettext("Your draft is as it was.")
    if request.POST.get("action") == "submit":
        try:
            send_submission(submission=submission, sent_by=request.user, now=timezone.now())
            message = gettext("The secretariat has it now, and answers you by mail.")
        except NothingToSend:
            message = gettext("There is nothing new to send.")
    messages.success(request, message)
    return redirect("knowledge:submission-list")


@method_decorator(never_cache, name="dispatch")
class NewSubmissionView(RefusedFormMixin, FormView):
    """Writing something new."""

    template_name = FORM
    model: type = GoodPracticePage

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """To whom may not submit there is no such page."""
        if not can(request, "create", Submission):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> type[SubmissionForm]:
        """Return the form of the kind of page."""
        return FORMS[self.model]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the writer."""
        return super().get_form_kwargs() | {"person": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page."""
        title, (name, url) = TITLES[self.model], LISTS[self.model]
        way = [Crumb(gettext("Home"), "/"), Crumb(str(name), url), Crumb(str(title))]
        frame = {"title": title, "breadcrumbs": way, "has_files": bool(self.request.FILES)}
        return super().get_context_data(**frame | kwargs)

    def form_valid(self, form: SubmissionForm) -> HttpResponse:
        """Keep the draft."""
        now, token = timezone.now(), form.cleaned_data["form_token"]
        if not Submission.objects.filter(author=self.request.user, form_token=token).exists():
            minutes = count_or_wait(Limit(f"submissions of {self.request.user.pk}", *PER_PERSON))
            if minutes:
                return self.too_many(form, minutes)
        submission = create_submission(
            model=self.model,
            author=self.request.user,
            city=form.cleaned_data["city"],
            values=form.values,
            picture=picture_of(form),
            form_token=token,
            now=now,
        )
        return sent_on(self.request, submission)


@method_decorator(never_cache, name="dispatch")
class SubmissionMixin:
    """Loads the submission that the address names; to whom may not see it there is none."""

    request: HttpRequest
    submission: Submission
    action = "change"

    def dispatch(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> HttpResponse:
        """Load, ask, go on."""
        visible = Submission.objects.visible_to(request).select_related("city", "page")
        self.submission = get_object_or_404(visible, pk=pk)
        if not can(request, self.action, self.submission):
            raise Http404
        self.page = self.submission.page.specific
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class EditSubmissionView(SubmissionMixin, View):
    """Going on with a draft; two people who do so at the same moment see each other's change."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return the form, or the published page."""
        if self.page.live:
            return redirect(self.page.get_url(request) or "/")
        draft = draft_of(self.page)
        return self.form_page(self.opened(draft, self.values(draft)), self.signs(draft))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save, or show the form again with what has to be put right."""
        base = request.POST.get("base", "")
        form = self.form_class(request.POST, request.FILES, person=request.user, city=self.submission.city)
        if not form.is_valid():
            return self.form_page(form, base, status=UNPROCESSABLE)
        try:
            revision = change_submission(
                submission=self.submission,
                values=form.values,
                picture=picture_of(form),
                base=base,
                changed_by=request.user,
                now=timezone.now(),
            )
        except StaleSubmission as error:
            return self.conflict(form, base, error.draft)
        except (LockedDraft, PublishedMeanwhile):
            return self.form_page(form, base, status=CONFLICT, is_closed=True)
        return sent_on(request, self.submission, is_changed=revision is not None)

    @property
    def form_class(self) -> type[SubmissionForm]:
        """The form of the kind of page."""
        return FORMS[type(self.page)]

    def values(self, draft: Any) -> dict[str, Any]:
        """Return what the draft says, by the form's fields."""
        return values_of(draft, self.form_class.plain)

    def signs(self, draft: Any) -> str:
        """Return the signs of what the draft says, in the order of the form's values."""
        values = self.values(draft)
        names = (*self.form_class.plain, *self.form_class.rich, *self.form_class.listed)
        return fingerprints({name: values[name] for name in names})

    def opened(self, draft: Any, values: dict[str, Any]) -> SubmissionForm:
        """Return the form that shows ``values``."""
        return self.form_class(initial=values, person=self.request.user, city=self.submission.city)

    def conflict(self, form: SubmissionForm, base: str, draft: Any) -> HttpResponse:
        """Return the form with both people's changes, and beside it what the other one has changed."""
        labels = {name: field.label for name, field in form.fields.items()}
        merged, differences = merge(base=base, mine=form.values, theirs=self.values(draft), labels=labels)
        if not differences and shows(draft, picture_of(form)):  # the same form, sent twice
            return sent_on(self.request, self.submission)
        again = self.opened(draft, merged | {"upload_description": form.cleaned_data["upload_description"]})
        context = {"is_stale": True, "differences": differences}
        return self.form_page(again, self.signs(draft), status=CONFLICT, **context)

    def form_page(self, form: SubmissionForm, base: str, status: int = 200, **context: Any) -> HttpResponse:
        """Return the page with the form."""
        title = gettext("Go on writing")
        frame = {
            "form": form,
            "base": base,
            "has_files": bool(self.request.FILES),
            "submission": self.submission,
            "page_title": draft_of(self.page).title,
            "standing": standing_of(self.page),
            "title": title,
            "breadcrumbs": crumbs(Crumb(title)),
        }
        return render(self.request, FORM, frame | context, status=status)


class PreviewSubmissionView(SubmissionMixin, View):
    """The page as it will be."""

    action = "view"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return the draft, made by the page's own code."""
        messages.info(request, gettext("This is a preview: only you and the secretariat see it."))
        draft = draft_of(self.page)
        response = draft.serve(request)
        response.headers["X-Robots-Tag"] = "noindex"
        return response


class OwnSubmissionsView(View):
    """What the reader and her cities have submitted, with where each stands."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return the page."""
        rows = Submission.objects.visible_to(request).select_related("city", "page")
        may_submit = can(request, "create", Submission)
        if not may_submit and not rows.exists():
            raise Http404
        page = paginate(rows.order_by("-created_at", "-pk"), request)
        standings = standings_of([one.page for one in page])
        context = {
            "title": gettext("Your practices and news"),
            "breadcrumbs": crumbs(),
            "may_submit": may_submit,
            "page_obj": page,
            "rows": [(one, standings[one.page_id], kind_of(one)) for one in page],
        }
        return render(request, "knowledge/submissions/list.html", context)


def kind_of(submission: Submission) -> str:
    """Return in words what was submitted, as a line begins."""
    model = submission.page.cached_content_type.model_class()
    return capfirst(str(model._meta.verbose_name)) if model else ""
