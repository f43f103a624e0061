"""The pages on which a discussion is kept in order."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import FormView

from network.core.access import can
from network.core.form_views import RefusedFormMixin
from working_groups.access import OnGroup
from working_groups.discussion import moderation, pages
from working_groups.discussion.access import OnPost, OnThread
from working_groups.discussion.forms import ReasonForm
from working_groups.discussion.services import PostGone
from working_groups.groups.pages import frame
from working_groups.models import PostReport


class ReasonView(OnPost, RefusedFormMixin, FormView):
    """What reporting and hiding a post share: the post, and a reason."""

    form_class = ReasonForm
    template_name = "working_groups/discussion/form.html"
    title: Any = ""
    submit: Any = ""
    said: Any = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page, and the post."""
        shown = frame(self.request, self.group, "discussion", str(self.title))
        row = pages.post_row(self.request, self.post_shown, self.thread)
        about = {"submit": self.submit, "thread": self.thread, "about": row}
        return super().get_context_data(**shown | about | kwargs)

    def do(self, reason: str) -> None:
        """Do what the form says."""
        raise NotImplementedError

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        """Do it, say so, and lead back."""
        try:
            self.do(form.cleaned_data["reason"])
        except PostGone:
            messages.info(self.request, gettext("The post was taken back or hidden meanwhile."))
        else:
            messages.success(self.request, str(self.said))
        return redirect(self.thread)


class ReportView(ReasonView):
    """Reports a post to those who run the group."""

    rule = "report"
    title, submit = _("Report a post"), _("Report it")
    said = _("Those who run the group have your report. Its author does not learn who has reported it.")

    def do(self, reason: str) -> None:
        """Report it."""
        moderation.report_post(post=self.post_shown, reason=reason, reporter=self.request.user, now=self.now)


class HideView(ReasonView):
    """Hides a post."""

    rule = "moderate"
    title, submit = _("Hide a post"), _("Hide it")
    said = _("The post is hidden. Its author reads why.")

    def do(self, reason: str) -> None:
        """Hide it."""
        moderation.hide_post(post=self.post_shown, reason=reason, hidden_by=self.request.user, now=self.now)


class ShowView(OnPost, View):
    """Shows a hidden post again."""

    rule = "moderate"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Show it."""
        moderation.show_post(post=self.post_shown, shown_by=request.user, now=self.now)
        messages.success(request, gettext("The post is shown again."))
        return redirect(pages.place_of(self.post_shown))


class DismissView(OnGroup, View):
    """Leaves a reported post as it is."""

    action = "enter"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Dismiss the report."""
        rows = PostReport.objects.visible_to(request).filter(post__thread__group=self.group)
        report = get_object_or_404(rows.select_related("post__thread__group"), pk=pk)
        if not can(request, "settle", report):
            raise Http404
        moderation.dismiss_report(report=report, dismissed_by=request.user, now=self.now)
        messages.success(request, gettext("The post stays as it is."))
        return redirect(report.post.thread)


class ThreadStepView(OnThread, View):
    """Closes a thread or opens it again; has it stand first, or no longer."""

    rule = "moderate"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Do what the button says."""
        step = request.POST.get("step")
        if step in ("pin", "unpin"):
            moderation.pin_thread(thread=self.thread, pins=step == "pin")
        elif step in ("close", "reopen"):
            moderation.close_thread(
                thread=self.thread, closes=step == "close", closed_by=request.user, now=self.now
            )
        messages.success(request, gettext("The thread is saved."))
        return redirect(self.thread)
