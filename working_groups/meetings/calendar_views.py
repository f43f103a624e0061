"""Addresses that calendars read, and the page on which people make and revoke theirs."""

import hashlib
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from network.core.breadcrumbs import Crumb
from network.core.identity import read_network
from network.core.letterhead import absolute
from working_groups.meetings.calendars import feed as written_feed
from working_groups.meetings.calendars import single
from working_groups.meetings.subscriptions import (
    KEPT,
    find_feed,
    meetings_of,
    path_of,
    revoke,
    subscribe,
)
from working_groups.meetings.views import OnMeeting
from working_groups.models import CalendarFeed, Meeting, WorkingGroup

CALENDAR = "text/calendar; charset=utf-8"


def calendar_answer(request: HttpRequest, content: bytes, name: str) -> HttpResponse:
    """Return a calendar with a tag of its content; whoever has that already is told so with no body."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    known = request.headers.get("If-None-Match", "")
    same = tag in [one.strip().removeprefix("W/") for one in known.split(",")]
    response = HttpResponse(status=304) if same else HttpResponse(content, content_type=CALENDAR)
    if not same:
        response["Content-Disposition"] = f'inline; filename="{name}"'
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def public_calendar(request: HttpRequest) -> HttpResponse:
    """Return the open meetings as a calendar to subscribe to."""
    now = timezone.now()
    rows = Meeting.objects.public().filter(ends_at__gt=now - KEPT).select_related("group", "series", "exchange")
    content = written_feed(rows.order_by("starts_at", "pk"), name=read_network().name, now=now)
    return calendar_answer(request, content, "meetings.ics")


@require_safe
def subscribed_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Return what a subscription shows; a dead address is not there."""
    feed, now = find_feed(token), timezone.now()
    if feed is None:
        raise Http404
    name = feed.group.name if feed.group else read_network().name
    return calendar_answer(
        request, written_feed(meetings_of(feed, now=now), name=name, now=now), "calendar.ics"
    )


class MeetingFileView(OnMeeting, View):
    """One meeting as a file for a calendar."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return the file."""
        content = single(self.meeting, now=self.now)
        return calendar_answer(request, content, "meeting.ics")


@method_decorator(never_cache, name="dispatch")
class SubscriptionsView(LoginRequiredMixin, View):
    """The reader's subscriptions: the addresses are secret, and can be revoked."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return the page."""
        feeds = CalendarFeed.objects.filter(person=request.user).select_related("group")
        rows = [{"feed": one, "address": absolute(path_of(one))} for one in feeds if path_of(one)]
        have = {one.group_id for one in feeds}
        groups = WorkingGroup.objects.entered_by(request).at_work().exclude(pk__in=have - {None})
        title = gettext("Your calendar")
        context: dict[str, Any] = {
            "title": title,
            "breadcrumbs": [
                Crumb(gettext("Home"), "/"),
                Crumb(gettext("Meetings"), "/meetings/"),
                Crumb(title),
            ],
            "rows": rows,
            "has_all": None in have,
            "groups": groups.order_by("name", "pk"),
        }
        return render(request, "working_groups/meetings/calendar.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make an address, or revoke one."""
        if key := request.POST.get("revoke"):
            feeds = CalendarFeed.objects.filter(person=request.user)
            revoke(feed=get_object_or_404(feeds, pk=key if key.isascii() and key.isdigit() else 0))
            messages.success(request, gettext("The address is dead. Calendars that used it get nothing more."))
            return redirect("working_groups:calendar")
        slug, group = request.POST.get("group", ""), None
        if slug:
            group = get_object_or_404(WorkingGroup.objects.entered_by(request), slug=slug)
        subscribe(person=request.user, group=group, now=timezone.now())
        messages.success(request, gettext("Copy the address into your calendar program."))
        return redirect("working_groups:calendar")
