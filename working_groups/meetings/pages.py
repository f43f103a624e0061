"""What the pages of meetings show, gathered before a template is rendered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, ngettext

from cities.models import City
from network.core.access import can
from network.core.blocks import initials
from network.core.breadcrumbs import Crumb
from network.core.letterhead import absolute
from network.core.light_markup import to_html
from network.core.structured_data import described
from working_groups.enums import Answer, Audience, MeetingKind, Way
from working_groups.files.pages import papers_of
from working_groups.groups.pages import crumbs as group_list_crumbs
from working_groups.groups.seats import seated
from working_groups.meetings.agenda import parts_of
from working_groups.meetings.answers import place_in_queue
from working_groups.meetings.fair_times import hours_of
from working_groups.meetings.forms import RsvpForm
from working_groups.models import ActionItem, Meeting, Rsvp, WorkingGroup
from working_groups.outcomes.pages import outcomes_of

PATH = "/meetings/"
# https://schema.org/eventAttendanceMode
MODES = {
    MeetingKind.ONLINE: "OnlineEventAttendanceMode",
    MeetingKind.ROOM: "OfflineEventAttendanceMode",
    MeetingKind.HYBRID: "MixedEventAttendanceMode",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A meeting in a list."""

    meeting: Meeting
    day: datetime
    hours: str
    where: str
    answer: str = ""
    note: str = ""


def hours_spoken(meeting: Meeting) -> str:
    """Return from when to when, on the reader's clock."""
    begins, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    if begins.date() == ends.date():
        return f"{date_format(begins, 'H:i')}–{date_format(ends, 'H:i T')}"
    return f"{date_format(begins, 'H:i')} – {date_format(ends, 'j F, H:i T')}"


def there_spoken(meeting: Meeting) -> str:
    """Return when it is on the meeting's own clock, where that shows another time than the reader's."""
    begins = timezone.localtime(meeting.starts_at)
    there, ends = meeting.starts_there, meeting.ends_there
    if there.utcoffset() == begins.utcoffset():
        return ""
    zone = meeting.time_zone.replace("_", " ")
    return f"{date_format(there, 'j F, H:i')}–{date_format(ends, 'H:i')} {zone}"


def where_spoken(meeting: Meeting) -> str:
    """Return where it is held."""
    if meeting.kind == MeetingKind.ONLINE:
        return gettext("Online")
    if meeting.kind == MeetingKind.HYBRID:
        return gettext("%(place)s and online") % {"place": meeting.place}
    return meeting.place


def rows_of(request: Any, meetings: Any) -> list[Row]:
    """Return meetings as rows, each with what the reader has answered: one query for all."""
    found, now = list(meetings), timezone.now()
    answers: dict[int, Rsvp] = {}
    if request.user.is_authenticated:
        mine = Rsvp.objects.filter(person=request.user, meeting__in=[one.pk for one in found])
        answers = {rsvp.meeting_id: rsvp for rsvp in mine}
    coming = Rsvp.objects.filter(meeting__in=[one.pk for one in found]).coming().order_by()
    taken = dict(coming.values_list("meeting").annotate(Count("pk")))
    return [
        Row(
            meeting=one,
            day=timezone.localtime(one.starts_at),
            hours=hours_spoken(one),
            where=where_spoken(one),
            answer=answered(answers.get(one.pk), is_over=one.is_over(now)),
            note=taken_spoken(one, taken.get(one.pk, 0)),
        )
        for one in found
    ]


def answered(rsvp: Rsvp | None, *, is_over: bool = False) -> str:
    """Return in words what somebody has answered, or had answered to what is over."""
    if rsvp is None:
        return ""
    if is_over:
        if rsvp.attended:
            return gettext("You were there")
        return gettext("You had a place") if rsvp.is_coming else ""
    if rsvp.is_waiting:
        return gettext("You are on the waiting list")
    words = {
        Answer.YES: gettext("You are going"),
        Answer.MAYBE: gettext("You said maybe"),
        Answer.NO: gettext("You said no"),
    }
    return words[Answer(rsvp.answer)]


def taken_spoken(meeting: Meeting, taken: int) -> str:
    """Return how many places are taken, where they are counted."""
    places = [meeting.places(way) for way in meeting.ways]
    if None in places or meeting.is_cancelled:
        return ""
    number = sum(place or 0 for place in places)
    words = ngettext("%(taken)s of one place taken", "%(taken)s of %(n)s places taken", number)
    return words % {"taken": taken, "n": number}


def meetings_crumbs(meeting: Meeting, title: str = "") -> list[Crumb]:
    """Return the way to a meeting, or to a page below it."""
    if meeting.group is not None:
        group = meeting.group
        way = group_list_crumbs(Crumb(group.name, group.get_absolute_url()))
    elif meeting.exchange is not None:
        exchange = meeting.exchange
        way = [
            Crumb(gettext("Home"), "/"),
            Crumb(gettext("Peer exchanges"), reverse("working_groups:exchange-list")),
        ]
        way.append(Crumb(exchange.title, exchange.get_absolute_url()))
    else:
        way = [Crumb(gettext("Home"), "/"), Crumb(gettext("Meetings"), PATH)]
    if not title:
        return [*way, Crumb(meeting.title)]
    return [*way, Crumb(meeting.title, meeting.get_absolute_url()), Crumb(title)]


def detail_context(request: Any, meeting: Meeting, *, now: datetime, form: RsvpForm | None = None) -> dict:
    """Return what the page of a meeting shows to this reader."""
    inside = can(request, "read inside", meeting)
    own = own_rsvp(request, meeting)
    return {
        "meeting": meeting,
        "group": meeting.group,
        "day": timezone.localtime(meeting.starts_at),
        "hours": hours_spoken(meeting),
        "there": there_spoken(meeting),
        "where": where_spoken(meeting),
        "parts": parts_of(meeting.agenda, timezone.localtime(meeting.starts_at)),
        "is_over": meeting.is_over(now),
        "inside": inside,
        "may_run": can(request, "run", meeting),
        "may_write": can(request, "write minutes", meeting),
        "reply": reply_context(request, meeting, own, now=now, form=form),
        "hours_of_cities": hours_of(cities_of(meeting), meeting.starts_at, meeting.time_zone)
        if inside and meeting.is_online
        else [],
        "outcomes": outcomes_of(request, meeting) if inside else [],
        "may_draft_practice": can(request, "draft practice", meeting),
        "may_draft_product": can(request, "draft product", meeting),
        "minutes": mark_safe(to_html(meeting.minutes)) if inside else "",  # noqa: S308 (cleaned there)
        "decisions": list(meeting.decisions.all()) if inside else [],
        "actions": actions_for(request, meeting) if inside and meeting.group else [],
        "papers": papers_of(meeting) if inside else [],
        "people": people_of(meeting) if inside else [],
        "others": others_of(request, meeting, now=now),
        "meta_title": meeting.title,
        "meta_description": meeting.summary,
        "canonical_url": absolute(meeting.get_absolute_url()),
        "breadcrumbs": meetings_crumbs(meeting),
        "json_ld": json_ld(meeting) if meeting.audience == Audience.EVERYBODY else None,
    }


def own_rsvp(request: Any, meeting: Meeting) -> Rsvp | None:
    """Return what the reader has answered."""
    if not request.user.is_authenticated:
        return None
    return meeting.rsvps.filter(person=request.user).first()


def reply_context(
    request: Any, meeting: Meeting, own: Rsvp | None, *, now: datetime, form: RsvpForm | None = None
) -> dict[str, Any] | None:
    """Return what the answering part of the page shows, ``None`` where the reader is not asked."""
    if not can(request, "answer", meeting):
        return None
    takes = meeting.takes_answers(now)
    if takes and form is None:
        initial = {"answer": own.answer, "way": own.way} if own else {}
        form = RsvpForm(meeting=meeting, initial=initial)
    coming = own is not None and own.is_coming
    return {
        "form": form if takes else None,
        "rsvp": own,
        "said": answered(own, is_over=meeting.is_over(now)),
        "queue": place_in_queue(own) if own else 0,
        "link": meeting.joining_link if coming and meeting.shows_link(now) else "",
        "link_later": bool(meeting.joining_link) and coming and takes and not meeting.shows_link(now),
        "tally": tally_of(meeting),
    }


def tally_of(meeting: Meeting) -> dict[str, int]:
    """Return how many have answered what."""
    counted = meeting.rsvps.order_by().values_list("answer", "is_waiting").annotate(n=Count("pk"))
    numbers = {(answer, waiting): n for answer, waiting, n in counted}
    return {
        "yes": numbers.get((Answer.YES, False), 0),
        "waiting": numbers.get((Answer.YES, True), 0),
        "maybe": numbers.get((Answer.MAYBE, False), 0),
        "no": numbers.get((Answer.NO, False), 0),
    }


def cities_of(meeting: Meeting) -> list[City]:
    """Return the cities that meet, which the clock is shown for: none of the whole network."""
    if meeting.exchange is not None:
        parties = meeting.exchange.parties.accepted().select_related("city")
        return [one.city for one in parties if one.city and one.city.time_zone]
    if meeting.group is None:
        return []
    rows = meeting.group.memberships.active().select_related("city", "partner")
    return [one for one in seated(rows) if isinstance(one, City) and one.time_zone]


def people_of(meeting: Meeting) -> list[dict[str, str]]:
    """Return who comes, as those inside see it."""
    rows = meeting.rsvps.coming().filter(person__is_active=True).select_related("person")
    return [
        {
            "name": one.person.name,
            "initials": initials(one.person.name),
            "role": str(Way(one.way).label) if len(meeting.ways) > 1 else "",
        }
        for one in rows.order_by("person__name", "pk")
    ]


def actions_for(request: Any, meeting: Meeting) -> list[ActionItem]:
    """Return what was taken on in the meeting, and what is carried on to it: open actions from before."""
    before = ActionItem.objects.filter(group=meeting.group, created_at__lt=meeting.ends_at)
    rows = before.filter(done_at__isnull=True) | ActionItem.objects.filter(meeting=meeting)
    found = list(rows.distinct().select_related("owner", "meeting", "group"))
    for one in found:
        one.may_close = can(request, "close", one)
    return found


def others_of(request: Any, meeting: Meeting, *, now: datetime) -> list[Row]:
    """Return the other meetings of the series that are ahead."""
    if meeting.series_id is None:
        return []
    rows = Meeting.objects.visible_to(request).filter(series=meeting.series_id).exclude(pk=meeting.pk)
    return rows_of(request, rows.ahead(now).for_listing())


def json_ld(meeting: Meeting) -> dict[str, Any]:
    """Return an open meeting as schema.org describes an event."""
    status = "EventCancelled" if meeting.is_cancelled else "EventScheduled"
    online = {"@type": "VirtualLocation", "url": absolute(meeting.get_absolute_url())}
    return described(
        "Event",
        meeting.title,
        meeting.get_absolute_url(),
        description=meeting.summary,
        startDate=meeting.starts_there.isoformat(),
        endDate=meeting.ends_there.isoformat(),
        eventStatus=f"https://schema.org/{status}",
        eventAttendanceMode=f"https://schema.org/{MODES[MeetingKind(meeting.kind)]}",
        location={"@type": "Place", "name": meeting.place} if meeting.has_room else online,
    )


def space_meetings(request: Any, group: WorkingGroup, *, now: datetime) -> dict[str, Any]:
    """Return what the first page of a group shows: the next meeting, later ones, when it met last."""
    rows = group.meetings.for_listing()
    ahead = rows_of(request, rows.ahead(now)[:6])
    standing = [row for row in ahead if not row.meeting.is_cancelled]
    upcoming = standing[0] if standing else None
    last = None if ahead else rows.held(now).not_cancelled().first()
    reply = None
    if upcoming:
        own = own_rsvp(request, upcoming.meeting)
        reply = reply_context(request, upcoming.meeting, own, now=now)
    return {
        "next": upcoming,
        "there": there_spoken(upcoming.meeting) if upcoming else "",
        "reply": reply,
        "later": [row for row in ahead if row is not upcoming],
        "last_met": last,
        "url": reverse("working_groups:group-meetings", args=[group.slug]),
    }
