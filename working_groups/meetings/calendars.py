"""Meetings as calendars read them: iCalendar (RFC 5545) and the invitations of iTIP (RFC 5546).

Each calendar carries the definition of its time zones. A series is one event with its rule; a meeting that
was moved is an instance of its own, one that was called off an exception. Feeds name nobody; an invitation
names its recipient.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, Timezone, vCalAddress, vRecur, vText

from network.core.identity import read_network
from network.core.letterhead import absolute
from working_groups.enums import MeetingKind
from working_groups.meetings.times import dates_of, on_the_wall
from working_groups.models import Meeting, MeetingSeries

PRODUCT = "-//Interurban//Meetings//EN"
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
YEAR = timedelta(days=366)


def domain() -> str:
    """Return the domain that mail comes from: it makes identifiers the portal's own."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def uid_of(thing: Meeting | MeetingSeries) -> str:
    """Return the identifier by which calendars know a meeting or a series for ever."""
    return f"{thing.uid}@{domain()}"


def feed(meetings: Iterable[Meeting], *, name: str, now: datetime) -> bytes:
    """Return a calendar to subscribe to: ``meetings`` come with their series, of which all are among them."""
    calendar = _calendar(PUBLISH)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    rows, series = [], {}
    for meeting in meetings:
        if meeting.series is None:
            rows.append(meeting)
        else:
            series.setdefault(meeting.series, []).append(meeting)
    events = [_event(meeting, now=now) for meeting in rows]
    for one, its in series.items():
        events += _series_events(one, its, now=now)
    return _written(calendar, events, [*rows, *(one for its in series.values() for one in its)])


def single(meeting: Meeting, *, now: datetime) -> bytes:
    """Return one meeting as a file; of a series, as the instance that calendars know it by."""
    event = _event(meeting, now=now, in_series=meeting.series is not None)
    return _written(_calendar(PUBLISH), [event], [meeting])


def invitation(meetings: list[Meeting], *, method: str, attendee: Any, now: datetime) -> bytes:
    """Return the part of a mail that a calendar takes: one event, for one recipient.

    ``meetings`` is one meeting, or all those of one series whose first invitation it is.
    """
    calendar = _calendar(method)
    first = meetings[0]
    if len(meetings) > 1 and first.series is not None:
        events = _series_events(first.series, meetings, now=now)
    else:
        events = [_event(first, now=now, in_series=first.series is not None)]
    for event in events:
        event.add("organizer", _organizer())
        guest = vCalAddress(f"mailto:{attendee.address}")
        guest.params.update({"CN": vText(attendee.name or attendee.address), "RSVP": "FALSE"})
        guest.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION"})
        event.add("attendee", guest)
        if method == CANCEL:
            event["STATUS"] = "CANCELLED"
    return _written(calendar, events, meetings)


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _organizer() -> vCalAddress:
    """Return the network as the organiser: no person's address stands in anybody's calendar."""
    network = read_network()
    address = network.contact_email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = vText(network.name)
    return organizer


def _written(calendar: Calendar, events: list[Event], meetings: Iterable[Meeting]) -> bytes:
    """Return the file, with its time zones from before the first event to after the last meeting."""
    moments = [*(event.decoded("dtstart") for event in events), *(one.starts_at for one in meetings)]
    for event in events:
        calendar.add_component(event)
    if moments:
        calendar.add_missing_timezones(
            first_date=(min(moments) - YEAR).date(), last_date=(max(moments) + 3 * YEAR).date()
        )
        for zone in calendar.timezones:
            _one_change_a_line(zone)
    return calendar.to_ical()


def _one_change_a_line(zone: Timezone) -> None:
    """Give each change of the clock a line of its own: some programs read but the first of a line's dates."""
    for part in zone.subcomponents:
        dates = part.pop("RDATE", [])
        for several in dates if isinstance(dates, list) else [dates]:
            for one in several.dts:
                part.add("rdate", [one.dt])


def _event(meeting: Meeting, *, now: datetime, in_series: bool = False) -> Event:
    event = Event()
    event.add("uid", uid_of(meeting.series if in_series and meeting.series else meeting))
    if in_series and meeting.planned_at:
        event.add("recurrence-id", meeting.planned_at.astimezone(meeting.zone))
    event.add("dtstart", meeting.starts_there)
    event.add("dtend", meeting.ends_there)
    event.add("sequence", meeting.sequence)
    _describe(event, meeting, now=now)
    if meeting.is_cancelled:
        event["STATUS"] = "CANCELLED"
    return event


def _describe(event: Event, meeting: Meeting, *, now: datetime) -> None:
    url = absolute(meeting.get_absolute_url())
    event.add("dtstamp", meeting.changed_at)
    event.add("last-modified", meeting.changed_at)
    event.add("summary", meeting.title)
    event.add("description", "\n\n".join(filter(None, (meeting.summary, url))))
    event.add("url", url)
    event.add("status", "CONFIRMED")
    if meeting.kind != MeetingKind.ONLINE and meeting.place:
        event.add("location", meeting.place)


def _shown(meeting: Meeting) -> tuple[str, ...]:
    """Return what a calendar shows of a meeting apart from its time."""
    return meeting.title, meeting.summary, meeting.kind, meeting.place


def _series_events(series: MeetingSeries, meetings: list[Meeting], *, now: datetime) -> list[Event]:
    """Return the series as one event with its rule, and what differs from it as instances and exceptions.

    A date of the rule on which no meeting stands is an exception: it was called off, or came before its reader.
    """
    standing = [one for one in meetings if not one.is_cancelled]
    typical = next((one for one in standing if one.starts_at == one.planned_at), (standing or meetings)[0])
    zone = ZoneInfo(series.time_zone)
    length = timedelta(minutes=series.minutes)
    master = Event()
    master.add("uid", uid_of(series))
    begins = series.starts_at.astimezone(zone)
    master.add("dtstart", begins)
    master.add("dtend", (series.starts_at + length).astimezone(zone))
    master.add("rrule", vRecur.from_ical(series.rule))
    master.add("sequence", max(one.sequence for one in meetings))
    _describe(master, typical, now=now)
    kept = {one.planned_at for one in standing}
    dates = dates_of(series.rule, on_the_wall(series.starts_at, series.time_zone), series.time_zone)
    if gone := [at.astimezone(zone) for at in dates if at not in kept]:
        master.add("exdate", gone)
    differing = [
        one
        for one in standing
        if (one.starts_at, one.ends_at) != (one.planned_at, one.planned_at + length)  # type: ignore[operator]
        or _shown(one) != _shown(typical)
    ]
    return [master, *(_event(one, now=now, in_series=True) for one in differing)]
