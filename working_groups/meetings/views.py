"""The pages of meetings: the lists, the page of one, answering, calling, changing, cancelling."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from network.core.access import can
from network.core.breadcrumbs import Crumb
from network.core.break_glass import NotesOpening
from network.core.form_views import RefusedFormMixin
from network.core.letterhead import absolute
from network.core.pagination import paginate
from network.core.structured_data import described
from working_groups.access import OnGroup
from working_groups.exchanges.standing import exchanges_of
from working_groups.groups.pages import frame
from working_groups.meetings import pages, services
from working_groups.meetings.answers import NoAnswers, answer_meeting, note_attendance
from working_groups.meetings.fair_times import carried_by, proposals
from working_groups.meetings.forms import (
    CancelForm,
    ChangedMeetingForm,
    NewMeetingForm,
    RsvpForm,
    audiences_of,
)
from working_groups.models import Meeting, PeerExchange, WorkingGroup
from working_groups.permissions import looks_in

CONFLICT, UNPROCESSABLE = 409, 422
FORM = "working_groups/meetings/form.html"
REPLY = "working_groups/meetings/_reply.html"


@require_safe
@never_cache
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Return the meetings that the reader may know of: those ahead, or those that were held."""
    now, past = timezone.now(), request.GET.get("past") == "1"
    visible = Meeting.objects.listed_for(request).for_listing()
    page = paginate(visible.held(now) if past else visible.ahead(now), request)
    title = gettext("Meetings")
    context = {
        "title": title,
        "past": past,
        "page_obj": page,
        "rows": pages.rows_of(request, page),
        "may_call": can(request, "create", Meeting),
        "meta_title": title,
        "breadcrumbs": [Crumb(gettext("Home"), "/"), Crumb(title)],
        "canonical_url": absolute(pages.PATH),
        "json_ld": described("CollectionPage", title, pages.PATH),
    }
    return render(request, "working_groups/meetings/list.html", context)


class GroupMeetingsView(OnGroup, View):
    """The meetings of a group, and what is to be done until the next one."""

    action = "enter"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Return the page."""
        meetings = self.group.meetings.for_listing()
        page = paginate(meetings.held(self.now), request)
        actions = list(self.group.actions.filter(done_at__isnull=True).select_related("owner", "group"))
        for one in actions:
            one.may_close = can(request, "close", one)
        context = frame(request, self.group, "meetings", gettext("Meetings")) | {
            "ahead": pages.rows_of(request, meetings.ahead(self.now)),
            "page_obj": page,
            "held": pages.rows_of(request, page),
            "actions": actions,
            "may_call": can(request, "meet", self.group),
        }
        return render(request, "working_groups/meetings/group.html", context)


@method_decorator(never_cache, name="dispatch")
class OnMeeting(NotesOpening):
    """For a view about one meeting: loads it, and answers 404 where the reader may not do ``action``."""

    action = "view"
    meeting: Meeting
    now: datetime

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, ask, go on."""
        self.now = timezone.now()
        visible = Meeting.objects.visible_to(request).for_listing()
        self.meeting = get_object_or_404(visible, pk=kwargs["pk"])
        if not can(request, self.action, self.meeting):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def leaves_trace(self, request: HttpRequest) -> bool:
        """Return whether the reader sees, as staff only, what is inside a group or an exchange."""
        meeting = self.meeting
        if meeting.exchange_id:
            return meeting.exchange_id not in exchanges_of(request.user).inside
        return meeting.group is not None and looks_in(request.user, meeting.group)

    def opened_record(self) -> Meeting:
        """Return the meeting."""
        return self.meeting

    def frame(self, request: HttpRequest, title: str) -> dict[str, Any]:
        """Return what a page below the meeting's own shows."""
        crumbs = pages.meetings_crumbs(self.meeting, title)
        return {"meeting": self.meeting, "group": self.meeting.group, "title": title, "breadcrumbs": crumbs}


class MeetingDetailView(OnMeeting, View):
    """The page of a meeting."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return the page."""
        return self.page(request)

    def page(self, request: HttpRequest, form: RsvpForm | None = None, status: int = 200) -> HttpResponse:
        """Return the page, with an answer that was refused."""
        context = pages.detail_context(request, self.meeting, now=self.now, form=form)
        return render(request, "working_groups/meetings/detail.html", context, status=status)


class RsvpView(MeetingDetailView):
    """Keeps what somebody answers."""

    action = "answer"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer; a script gets the answering part alone."""
        form = RsvpForm(request.POST, meeting=self.meeting)
        if not form.is_valid():
            return self.refused(request, form)
        try:
            rsvp = answer_meeting(
                meeting=self.meeting,
                person=request.user,
                answer=form.cleaned_data["answer"],
                way=form.chosen_way,
                now=self.now,
            )
        except NoAnswers:
            messages.info(request, gettext("The meeting takes no answers any more."))
            return redirect(self.meeting)
        if asks_for_reply(request):
            reply = pages.reply_context(request, self.meeting, rsvp, now=self.now)
            return render(request, REPLY, {"meeting": self.meeting, "reply": reply, "saved": True})
        messages.success(request, pages.answered(rsvp) + ".")
        return redirect(f"{self.meeting.get_absolute_url()}#rsvp")

    def refused(self, request: HttpRequest, form: RsvpForm) -> HttpResponse:
        """Show the form again with what is missing."""
        if not asks_for_reply(request):
            return self.page(request, form, UNPROCESSABLE)
        own = pages.own_rsvp(request, self.meeting)
        reply = pages.reply_context(request, self.meeting, own, now=self.now, form=form)
        return render(request, REPLY, {"meeting": self.meeting, "reply": reply}, status=UNPROCESSABLE)


def asks_for_reply(request: HttpRequest) -> bool:
    """Return whether a script asks for the answering part alone."""
    return request.headers.get("HX-Request") == "true"


class CallView(RefusedFormMixin, FormView):
    """What calling a meeting of a group, of an exchange and of the network share."""

    form_class = NewMeetingForm
    template_name = FORM
    group: WorkingGroup | None = None
    exchange: PeerExchange | None = None
    request: HttpRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who may come, and the zone that its people most likely mean."""
        lead = self.group.lead_city if self.group else None
        zone = lead.time_zone if lead else self.request.user.time_zone  # type: ignore[union-attr]
        audiences = audiences_of(self.group, self.exchange)
        return super().get_form_kwargs() | {"audiences": audiences, "zone": zone}

    def form_valid(self, form: NewMeetingForm) -> HttpResponse:
        """Compare the hours, or call the meeting."""
        if self.request.POST.get("action") == "compare":
            return self.render_to_response(self.get_context_data(form=form, proposals=self.compared(form)))
        meeting = services.call_meeting(
            group=self.group,
            exchange=self.exchange,
            values=form.values,
            first=form.first,
            minutes=form.cleaned_data["length"],
            rhythm=form.cleaned_data["rhythm"],
            times=form.cleaned_data.get("times") or 1,
            called_by=self.request.user,
            form_token=form.cleaned_data["form_token"],
            now=timezone.now(),
        )
        messages.success(self.request, gettext("The meeting is called."))
        return redirect(meeting)

    def compared(self, form: NewMeetingForm) -> list[Any]:
        """Return the fairest hours of the chosen day; what the group's meetings have cost each city counts."""
        if self.group is None:
            return []
        probe = Meeting(group=self.group)
        cities, zone = pages.cities_of(probe), form.cleaned_data["time_zone"]
        held = self.group.meetings.not_cancelled().filter(kind="online")
        carried = carried_by(cities, held.values_list("starts_at", flat=True), zone)
        return proposals(cities, form.cleaned_data["day"], zone, carried=carried)


class CallGroupMeetingView(OnGroup, CallView):
    """Calls a meeting of a group."""

    action = "meet"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page."""
        shown = frame(self.request, self.group, "meetings", gettext("Call a meeting"))
        return super().get_context_data(**shown | {"compares": True} | kwargs)


@method_decorator(never_cache, name="dispatch")
class CallNetworkMeetingView(CallView):
    """Calls a meeting of the whole network."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Exist for those who call them only."""
        if not can(request, "create", Meeting):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page."""
        title = gettext("Call a meeting of the network")
        crumbs = [Crumb(gettext("Home"), "/"), Crumb(gettext("Meetings"), pages.PATH), Crumb(title)]
        return super().get_context_data(**{"title": title, "breadcrumbs": crumbs} | kwargs)


class EditMeetingView(OnMeeting, View):
    """Changes a meeting: of a series, this one only."""

    action = "run"

    def form(self, data: Any = None) -> ChangedMeetingForm:
        """Return the form, opened on the meeting as it is."""
        initial = services.values_of(self.meeting) | {"version": self.meeting.version}
        audiences = audiences_of(self.meeting.group, self.meeting.exchange)
        return ChangedMeetingForm(data, audiences=audiences, initial=initial)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return the form."""
        return self.page(request, self.form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save, or show the form again with what has to be put right."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(request, form, UNPROCESSABLE)
        try:
            meeting = services.change_meeting(
                meeting=self.meeting,
                values=form.values,
                first=form.first,
                minutes=form.cleaned_data["length"],
                version=form.cleaned_data["version"],
                changed_by=request.user,
                now=self.now,
            )
        except services.StaleMeeting as error:
            return self.stale(request, form, error.current)
        except services.TooLate:
            messages.info(request, gettext("The meeting was called off meanwhile."))
            return redirect(self.meeting)
        messages.success(request, gettext("The meeting is changed, and everybody concerned is told."))
        return redirect(meeting)

    def stale(self, request: HttpRequest, form: ChangedMeetingForm, current: Meeting) -> HttpResponse:
        """Return the form with what was entered, ready to be saved over what is shown beside it."""
        again = ChangedMeetingForm(
            audiences=audiences_of(current.group, current.exchange),
            initial=form.cleaned_data | {"version": current.version},
        )
        return self.page(request, again, CONFLICT, theirs=current)

    def page(
        self, request: HttpRequest, form: ChangedMeetingForm, status: int = 200, **context: Any
    ) -> HttpResponse:
        """Return the page with the form."""
        shown = self.frame(request, gettext("Change the meeting")) | {"form": form}
        return render(request, FORM, shown | context, status=status)


class CancelMeetingView(OnMeeting, RefusedFormMixin, FormView):
    """Calls a meeting off."""

    action = "run"
    form_class = CancelForm
    template_name = "working_groups/meetings/decide.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form which meeting it is."""
        return super().get_form_kwargs() | {"meeting": self.meeting}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page."""
        title = gettext("Call the meeting off")
        return super().get_context_data(**self.frame(self.request, title) | {"submit": title} | kwargs)

    def form_valid(self, form: CancelForm) -> HttpResponse:
        """Call it off."""
        cancel = services.cancel_rest if form.cleaned_data.get("rest") else services.cancel_meeting
        reason = " ".join(form.cleaned_data["reason"].split())
        try:
            cancel(meeting=self.meeting, reason=reason, cancelled_by=self.request.user, now=self.now)
        except services.TooLate:
            messages.info(self.request, gettext("The meeting is over."))
        else:
            messages.success(self.request, gettext("The meeting is called off, and everybody is told."))
        return redirect(self.meeting)


class AttendanceView(OnMeeting, View):
    """Who of those who had a place was there; noted by who runs the meeting, once it has begun."""

    action = "run"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return the list."""
        rows = self.meeting.rsvps.coming().select_related("person").order_by("person__name", "pk")
        context = self.frame(request, gettext("Who was there")) | {"rsvps": list(rows)}
        return render(request, "working_groups/meetings/attendance.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Note it."""
        known = set(self.meeting.rsvps.coming().values_list("person", flat=True))
        present = {key for key in known if str(key) in request.POST.getlist("present")}
        number = note_attendance(meeting=self.meeting, present=present)
        messages.success(request, gettext("Noted: %(number)s were there.") % {"number": number})
        return redirect(self.meeting)
