"""The pages of working groups: the list, the public page, the room inside, opening, changing, archiving."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from cities.models import Challenge
from network.core.access import can
from network.core.breadcrumbs import Crumb
from network.core.form_views import CONFLICT, UNPROCESSABLE, MergingView, RefusedFormMixin
from network.search.partials import render_list
from working_groups.access import OnGroup
from working_groups.discussion.pages import newest
from working_groups.groups import archiving, services
from working_groups.groups.forms import ChangedGroupForm, NewGroupForm, OutputForm, values_of
from working_groups.groups.pages import crumbs, detail_context, frame, list_context, space_context
from working_groups.locks import ArchivedGroup
from working_groups.meetings.pages import space_meetings
from working_groups.models import Output, WorkingGroup
from working_groups.panels import is_selected

FORM = "working_groups/groups/form.html"


@require_safe
def group_list(request: HttpRequest) -> HttpResponse:
    """Return the list that the address asks for."""
    return render_list(request, "working_groups/groups/list.html", list_context(request))


class GroupDetailView(OnGroup, View):
    """The public page of a group."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Return the page."""
        return render(request, "working_groups/groups/detail.html", detail_context(request, self.group))


class GroupSpaceView(OnGroup, View):
    """The room inside: what is next, and what is new since the last visit."""

    action = "enter"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Return the page."""
        mine = self.group.memberships.active().filter(person=request.user).first()
        last_visit = mine.last_seen_at if mine else None
        context = space_context(request, self.group, last_visit)
        context["meetings"] = space_meetings(request, self.group, now=self.now)
        context["threads"] = newest(self.group, last_visit)
        context["has_news"] = bool(context["new_members"]) or any(row["is_new"] for row in context["threads"])
        return render(request, "working_groups/groups/space.html", context)


class GroupVisitView(OnGroup, View):
    """Notes that somebody has seen what is new: a button, since looking at a page changes nothing."""

    action = "leave"  # those inside
    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Note the moment."""
        self.group.memberships.active().filter(person=request.user).update(seen_at=self.now)
        messages.success(request, gettext("From now on, what comes later is shown as new."))
        return redirect(self.group.space_url)


@method_decorator(never_cache, name="dispatch")
class NewGroupView(RefusedFormMixin, FormView):
    """Opening a group; whoever opens it runs it."""

    form_class = NewGroupForm
    template_name = FORM

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Exist for those who may open groups only."""
        if not can(request, "create", WorkingGroup):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page."""
        title = gettext("Open a working group")
        return super().get_context_data(**{"title": title, "breadcrumbs": crumbs(Crumb(title))} | kwargs)

    def form_valid(self, form: NewGroupForm) -> HttpResponse:
        """Open it."""
        group = services.create_group(
            opened_by=self.request.user,
            values=form.values,
            themes=form.cleaned_data["themes"],
            form_token=form.cleaned_data["form_token"],
            now=timezone.now(),
        )
        messages.success(self.request, gettext("The group is open. Invite its first members."))
        return redirect("working_groups:member-list", group.slug)


class EditGroupView(OnGroup, MergingView):
    """Changing a group; two people who do so at the same moment see each other's change."""

    action = "archive"  # an archived group's settings are shown, so that it can be taken up again

    def current(self) -> WorkingGroup:
        """Return the group."""
        return self.group

    def values_of(self, current: WorkingGroup) -> dict[str, Any]:
        """Return what the form shows of it."""
        return values_of(current)

    def form(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> ChangedGroupForm:
        """Return the form."""
        return ChangedGroupForm(data, initial=initial or values_of(self.group), group=self.group)

    def mine(self, form: ChangedGroupForm) -> dict[str, Any]:
        """Return what was entered."""
        return form.mine()

    def save(self, form: ChangedGroupForm) -> HttpResponse:
        """Save it, or say what is in the way."""
        try:
            group = services.change_group(
                group=self.group,
                values=form.values,
                themes=form.cleaned_data["themes"],
                version=form.cleaned_data["version"],
                changed_by=self.request.user,
                now=self.now,
            )
        except ArchivedGroup:
            return self.page(form, CONFLICT, moved_on=gettext("This group was archived meanwhile."))
        except services.HasGroup:
            form.add_error("challenge", _("Another group works on this challenge."))
            return self.page(form, UNPROCESSABLE)
        messages.success(self.request, gettext("Your changes are saved."))
        return redirect(group.space_url)

    def page(self, form: ChangedGroupForm, status: int = 200, **more: Any) -> HttpResponse:
        """Return the page with the form."""
        shown = frame(self.request, self.group, "settings", gettext("Settings"))
        return render(self.request, FORM, shown | {"form": form} | more, status=status)


class ArchiveGroupView(OnGroup, View):
    """Ends a group's work, or takes it up again."""

    action = "archive"
    http_method_names = ["post"]
    archives = True

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Do it, and say so."""
        if self.archives:
            archiving.archive_group(group=self.group, archived_by=request.user, now=self.now)
            messages.success(
                request, gettext("The group is archived: it can be read, and nothing is added to it.")
            )
        else:
            archiving.reopen_group(group=self.group, reopened_by=request.user, now=self.now)
            messages.success(request, gettext("The group is at work again."))
        return redirect(self.group.space_url)


@method_decorator(never_cache, name="dispatch")
class OpenGroupOfChallengeView(View):
    """Opens the group that works on a selected challenge, in one step."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Open it, and lead there."""
        challenge = get_object_or_404(Challenge.objects.public(), slug=slug)
        if not can(request, "create", WorkingGroup) or not is_selected(challenge):
            raise Http404
        group = services.open_group_of(challenge=challenge, opened_by=request.user, now=timezone.now())
        messages.success(
            request, gettext("The group is open, with seats for the cities that share the challenge.")
        )
        return redirect("working_groups:group-edit", group.slug)


class OutputListView(OnGroup, View):
    """The workplan, as those inside keep it."""

    action = "enter"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Return the page."""
        shown = frame(request, self.group, "workplan", gettext("Workplan"))
        context = shown | {"outputs": list(self.group.outputs.all())}
        return render(request, "working_groups/groups/workplan.html", context)


class OutputFormView(OnGroup, RefusedFormMixin, FormView):
    """A line of the workplan, new or changed."""

    action = "change"
    form_class = OutputForm
    template_name = "working_groups/groups/output.html"
    output: Output | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        """Show the line that the address names."""
        if "pk" in self.kwargs:
            self.output = get_object_or_404(self.group.outputs, pk=self.kwargs["pk"])
            initial = {name: getattr(self.output, name) for name in OutputForm.Meta.fields}
            return super().get_form_kwargs() | {"initial": initial}
        return super().get_form_kwargs()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page."""
        title = gettext("Change an output") if "pk" in self.kwargs else gettext("Add an output")
        return super().get_context_data(**frame(self.request, self.group, "workplan", title) | kwargs)

    def form_valid(self, form: OutputForm) -> HttpResponse:
        """Save it."""
        services.save_output(
            group=self.group,
            values=form.values,
            form_token=form.cleaned_data["form_token"],
            output=self.output,
            now=self.now,
        )
        messages.success(self.request, gettext("The workplan is saved."))
        return redirect("working_groups:output-list", self.group.slug)


class OutputStepView(OnGroup, View):
    """A button beside a line of the workplan: done, not done after all, or taken out."""

    action = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Do what the button says."""
        output = get_object_or_404(self.group.outputs, pk=pk)
        step = request.POST.get("step")
        if step == "delete":
            services.delete_output(output=output, now=self.now)
            messages.success(request, gettext("The output is taken out of the workplan."))
        else:
            done_on = timezone.localdate(self.now) if step == "done" else None
            services.mark_output(output=output, done_on=done_on, now=self.now)
            messages.success(request, gettext("The workplan is saved."))
        return redirect("working_groups:output-list", self.group.slug)
