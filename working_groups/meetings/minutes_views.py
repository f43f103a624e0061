"""The pages on which a meeting is written up."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from network.core.access import can
from network.core.form_views import MergingView, RefusedFormMixin
from network.core.views import way_back
from working_groups.access import OnGroup
from working_groups.groups.pages import frame
from working_groups.meetings.forms import ActionForm, DecisionForm, MinutesForm
from working_groups.meetings.minutes import add_action, add_decision, close_action, save_minutes
from working_groups.meetings.views import OnMeeting
from working_groups.models import ActionItem, Meeting, WorkingGroup


class MinutesView(OnMeeting, MergingView):
    """Writes the minutes; two who write at the same moment see each other's text."""

    action = "write minutes"

    def current(self) -> Meeting:
        """Return the meeting."""
        return self.meeting

    def values_of(self, current: Meeting) -> dict[str, Any]:
        """Return what the form of the minutes shows."""
        return {"minutes": current.minutes, "recording_link": current.recording_link}

    def version_of(self, current: Meeting) -> int:
        """Return the number of the minutes, not the meeting's."""
        return current.minutes_version

    def form(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> MinutesForm:
        """Return the form."""
        return MinutesForm(data, initial=initial)

    def save(self, form: MinutesForm) -> HttpResponse:
        """Save the minutes."""
        save_minutes(
            meeting=self.meeting,
            text=form.cleaned_data["minutes"],
            recording_link=form.cleaned_data["recording_link"],
            version=form.cleaned_data["version"],
            written_by=self.request.user,
            now=self.now,
        )
        messages.success(self.request, gettext("The minutes are saved."))
        return redirect(f"{self.meeting.get_absolute_url()}#minutes")

    def page(self, form: MinutesForm, status: int = 200, **more: Any) -> HttpResponse:
        """Return the page with the form."""
        context = self.frame(self.request, gettext("Write the minutes")) | {"form": form} | more
        return render(self.request, "working_groups/meetings/minutes.html", context, status=status)


class DecisionView(OnMeeting, RefusedFormMixin, FormView):
    """Notes a decision."""

    action = "note"
    form_class = DecisionForm
    template_name = "working_groups/meetings/decide.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page."""
        shown = self.frame(self.request, gettext("Note a decision"))
        return super().get_context_data(**shown | {"submit": gettext("Save")} | kwargs)

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        """Note it."""
        add_decision(meeting=self.meeting, now=timezone.now(), **form.cleaned_data)
        messages.success(self.request, gettext("The decision is noted."))
        return redirect(f"{self.meeting.get_absolute_url()}#decisions")


def note_action(
    request: HttpRequest, form: ActionForm, group: WorkingGroup, meeting: Meeting | None = None
) -> None:
    """Keep what the form holds, and say so."""
    data = form.cleaned_data
    add_action(
        group=group,
        meeting=meeting,
        text=data["text"],
        owner=data["owner"].person if data["owner"] else None,
        due_on=data["due_on"],
        form_token=data["form_token"],
        now=timezone.now(),
    )
    messages.success(request, gettext("The action is noted."))


class ActionView(OnMeeting, RefusedFormMixin, FormView):
    """Notes what somebody takes on in a meeting."""

    action = "note"
    form_class = ActionForm
    template_name = "working_groups/meetings/decide.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the group."""
        return super().get_form_kwargs() | {"group": self.meeting.group}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page."""
        shown = self.frame(self.request, gettext("Note an action"))
        return super().get_context_data(**shown | {"submit": gettext("Save")} | kwargs)

    def form_valid(self, form: ActionForm) -> HttpResponse:
        """Note it."""
        note_action(self.request, form, self.meeting.group, self.meeting)  # type: ignore[arg-type]
        return redirect(f"{self.meeting.get_absolute_url()}#actions")


class GroupActionView(OnGroup, RefusedFormMixin, FormView):
    """Notes what somebody takes on between two meetings."""

    action = "enter"
    form_class = ActionForm
    template_name = "working_groups/members/form.html"

    def is_allowed(self, request: HttpRequest) -> bool:
        """Allow those inside, until the group is archived."""
        return super().is_allowed(request) and not self.group.is_archived

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the group."""
        return super().get_form_kwargs() | {"group": self.group}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page."""
        shown = frame(self.request, self.group, "meetings", gettext("Note an action"))
        return super().get_context_data(**shown | {"submit": gettext("Save")} | kwargs)

    def form_valid(self, form: ActionForm) -> HttpResponse:
        """Note it."""
        note_action(self.request, form, self.group)
        return redirect("working_groups:group-meetings", self.group.slug)


@method_decorator(never_cache, name="dispatch")
class ActionStepView(View):
    """Says that an action is done, or open after all, and leads back to where the button was."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Note it."""
        rows = ActionItem.objects.visible_to(request).select_related("group", "meeting")
        action = get_object_or_404(rows, pk=pk)
        if not can(request, "close", action):
            raise Http404
        close_action(action=action, done=request.POST.get("step") == "done", now=timezone.now())
        messages.success(request, gettext("The action is saved."))
        otherwise = reverse("working_groups:group-meetings", args=[action.group.slug])
        return redirect(way_back(request, otherwise, "back"))
