"""Meetings as calendars read them: two libraries that know nothing of each other agree on every file."""

import re
import uuid
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
import vobject
from dateutil.rrule import rrulestr
from django.utils import timezone
from icalendar import Calendar

from network.accounts.models import time_zone_names
from network.core.identity import read_network
from network.mail.kinds import Recipient, kinds
from network.mail.messages import build_email
from tests.factories.groups import MembershipFactory
from tests.factories.mail import DeliveryFactory
from tests.factories.meetings import MeetingFactory, RsvpFactory
from working_groups.meetings import services
from working_groups.meetings.calendars import feed, uid_of
from working_groups.meetings.subscriptions import path_of, revoke, subscribe
from working_groups.meetings.times import Rhythm, dates_of, moment, rule_of
from working_groups.members.services import end_membership
from working_groups.models import CalendarFeed, Meeting, MeetingSeries

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_every_database]

WEEKS = 157  # three years
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def call(group, people, first=None, *, rhythm=Rhythm.WEEKLY, times=6, zone="Europe/Berlin"):
    """Call a series, and return its meetings."""
    first = first or datetime.combine(
        timezone.localdate() + timedelta(days=7), datetime.min.time()
    ) + timedelta(hours=14)
    meeting = services.call_meeting(
        group=group,
        values={"title": "Soil", "kind": "online", "audience": "group", "time_zone": zone},
        first=first,
        minutes=90,
        rhythm=rhythm,
        times=times,
        called_by=people["facilitator"],
        form_token=uuid.uuid4(),
        now=timezone.now(),
    )
    return list(Meeting.objects.filter(series=meeting.series).select_related("group", "series"))


def shown(content):
    """Return when the events of a calendar begin, as a program that unfolds rules finds them."""
    calendar = Calendar.from_ical(content)
    events = recurring_ical_events.of(calendar).between((2020, 1, 1), (2100, 1, 1))
    return sorted(event.decoded("dtstart").astimezone(UTC) for event in events)


def read_by_another(content):
    """Return how many events another library finds in a calendar, and the names of its zones."""
    calendar = vobject.readOne(content.decode())
    return len(calendar.vevent_list), {zone.tzid.value for zone in getattr(calendar, "vtimezone_list", [])}


def moved(meeting, people, **change):
    values = services.values_of(meeting)
    first = datetime.combine(change.pop("day", values["day"]), change.pop("hour", values["hour"]))
    kept = {name: value for name, value in values.items() if name not in ("day", "hour", "length")}
    return services.change_meeting(
        meeting=meeting,
        values=kept | change,
        first=first,
        minutes=values["length"],
        version=meeting.version,
        changed_by=people["facilitator"],
        now=timezone.now(),
    )


@pytest.mark.slow
def test_in_every_zone_the_hour_on_the_wall_stays_for_three_years(people, group):
    """Every zone of the IANA database, weekly."""
    first = datetime(2026, 11, 30, 2, 30)  # an hour that many changes of the clock touch
    checked = 0
    for zone in sorted(time_zone_names()):
        for week, at in enumerate(three_years(first, zone)):
            wall = first + timedelta(weeks=week)
            there = at.astimezone(ZoneInfo(zone))
            exists = moment(wall, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall
            assert (there.replace(tzinfo=None) == wall) is exists, (zone, wall)
            # An hour that is left out moves forward, by as much as the clock does.
            assert exists or wall < there.replace(tzinfo=None) <= wall + timedelta(days=1, hours=1), (
                zone,
                wall,
            )
            checked += 1
    assert checked >= 400 * WEEKS


def three_years(first, zone):
    """Return when a weekly meeting begins for three years: a series has 60 at most, so in three pieces."""
    pieces = [(start, min(53, WEEKS - start)) for start in range(0, WEEKS, 53)]
    return [
        at
        for start, times in pieces
        for at in dates_of(f"FREQ=WEEKLY;COUNT={times}", first + timedelta(weeks=start), zone)
    ]


def file_of(zone, dates, rule):
    """Return the file of a series that was never stored."""
    series = MeetingSeries(pk=1, rule=rule, starts_at=dates[0], time_zone=zone, minutes=90)
    standing = {"series": series, "title": "Soil", "kind": "online", "time_zone": zone}
    meetings = [
        Meeting(
            pk=number,
            starts_at=at,
            planned_at=at,
            ends_at=at + timedelta(minutes=90),
            changed_at=NOON,
            **standing,
        )
        for number, at in enumerate(dates, start=1)
    ]
    return feed(meetings, name="Soil", now=NOON)


def read_by_icalendar(content):
    """Return the zones' names in a file, and its hours by the definition of the zone that it carries."""
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    defined = {zone.tz_name: zone.to_tz(lookup_tzid=False) for zone in calendar.timezones}
    start = event.decoded("dtstart")
    zone = defined.get(event["DTSTART"].params.get("TZID"), UTC)
    rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=start.replace(tzinfo=None))
    return set(defined), [wall.replace(tzinfo=zone).astimezone(UTC) for wall in rule]


def read_by_vobject(content):
    """Return the same, as the other library reads it."""
    calendar = vobject.readOne(content.decode())
    zones = {zone.tzid.value: zone.gettzinfo() for zone in getattr(calendar, "vtimezone_list", [])}
    (event,) = calendar.vevent_list
    start = event.dtstart
    zone = zones.get(*start.params.get("X-VOBJ-ORIGINAL-TZID", [None]), UTC)
    rule = rrulestr(event.rrule.value, dtstart=start.value.replace(tzinfo=None))
    return set(zones), [wall.replace(tzinfo=zone).astimezone(UTC) for wall in rule]


@pytest.mark.slow
def test_in_every_zone_two_libraries_read_the_same_hours_from_the_file_for_three_years():
    """By the definitions in the file, not by those of the machine that reads it."""
    first = datetime(2026, 11, 30, 14)  # an hour that exists on every day in every zone
    rule = f"FREQ=WEEKLY;INTERVAL=1;COUNT={WEEKS}"
    for zone in sorted(time_zone_names()):
        dates = three_years(first, zone)
        assert len(dates) == WEEKS
        content = file_of(zone, dates, rule)
        walls = {at.astimezone(ZoneInfo(zone)).replace(tzinfo=None).time() for at in dates}
        assert walls == {first.time()}, zone
        in_utc = not any(at.astimezone(ZoneInfo(zone)).utcoffset() for at in dates)
        # Names of UTC itself, as Africa/Abidjan is one, are written in UTC, which needs no definition.
        expected = set() if in_utc and b"TZID" not in content else {zone}
        assert read_by_icalendar(content) == (expected, dates), zone
        assert read_by_vobject(content) == (expected, dates), zone


@pytest.mark.parametrize(
    "zone", ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"]
)
def test_a_series_reads_alike_in_two_libraries_and_carries_its_zone(people, group, zone):
    meetings = call(group, people, datetime(2090, 3, 6, 2, 30), times=60, zone=zone)
    content = feed(meetings, name="Soil", now=timezone.now())
    assert shown(content) == sorted(meeting.starts_at for meeting in meetings)
    number, zones = read_by_another(content)
    assert number == 1
    assert zones == (set() if zone == "UTC" else {zone})
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


@pytest.mark.parametrize("rhythm", list(Rhythm))
@pytest.mark.parametrize("day", [date(2090, 1, 1), date(2090, 1, 31), date(2090, 4, 30)])
def test_each_rhythm_reads_as_the_rows_are(people, group, rhythm, day):
    meetings = call(group, people, datetime(day.year, day.month, day.day, 9), rhythm=rhythm, times=8)
    rows = Meeting.objects.order_by("starts_at").select_related("series", "group")
    assert len(rows) == (1 if rhythm == Rhythm.ONCE else 8)
    assert shown(feed(rows, name="x", now=timezone.now())) == [row.starts_at for row in rows]
    assert meetings or rhythm == Rhythm.ONCE


def test_a_moved_instance_an_exception_and_a_cancelled_series_come_through(people, group):
    meetings = call(group, people)
    later = moved(meetings[1], people, hour=datetime(2026, 1, 1, 17, 45).time(), title="Soil and stones")
    services.cancel_meeting(meeting=meetings[2], cancelled_by=None, now=timezone.now())
    rows = Meeting.objects.select_related("series", "group").order_by("planned_at")
    content = feed(rows, name="x", now=timezone.now())
    expected = sorted(row.starts_at for row in rows if not row.is_cancelled)
    assert shown(content) == expected and later.starts_at in expected
    events = Calendar.from_ical(content).walk("VEVENT")
    master, instance = events
    assert master["UID"] == instance["UID"] == uid_of(rows[0].series)
    assert instance.decoded("recurrence-id") == meetings[1].planned_at
    assert str(instance["SUMMARY"]) == "Soil and stones" and int(instance["SEQUENCE"]) == 1
    assert read_by_another(content)[0] == 2
    services.cancel_rest(meeting=meetings[0], cancelled_by=None, now=timezone.now())
    rows = Meeting.objects.select_related("series", "group").order_by("planned_at")
    assert shown(feed(rows, name="x", now=timezone.now())) == []


def mail_of(kind, meeting, person):
    """Return the e-mail, and the calendar in it."""
    delivery = DeliveryFactory(
        kind=kind,
        recipient=person,
        address="",
        data={"meeting": meeting.pk, "sequence": meeting.sequence},
    )
    recipient = Recipient(person.email, "en", "Europe/Warsaw", person)
    if not kinds.get(kind).may_receive(delivery, recipient):
        return None
    message = kinds.get(kind).render(delivery, recipient)
    return message and build_email(delivery, message, recipient)


def calendar_of(email):
    parts = [part for part in email.message().walk() if part.get_content_type() == "text/calendar"]
    assert parts, "no calendar in the mail"
    return parts[0].get_param("method"), Calendar.from_ical(parts[0].get_payload(decode=True))


def test_invitation_change_and_cancellation_are_one_event_with_one_uid(people, group):
    meeting = MeetingFactory(group=group, title="Soil")
    method, calendar = calendar_of(mail_of("meeting_called", meeting, people["member"]))
    (event,) = calendar.walk("VEVENT")
    assert (method, str(calendar["METHOD"]), int(event["SEQUENCE"])) == ("REQUEST", "REQUEST", 0)
    uid = str(event["UID"])
    assert str(event["ATTENDEE"]) == f"mailto:{people['member'].email}"
    assert event["ATTENDEE"].params["RSVP"] == "FALSE"
    text = calendar.to_ical().decode()
    assert "BEGIN:VTIMEZONE" in text
    for other in (people["facilitator"], people["other"]):
        assert other.email not in text and other.name not in text
    meeting = moved(meeting, people, hour=datetime(2026, 1, 1, 18).time())
    method, calendar = calendar_of(mail_of("meeting_changed", meeting, people["member"]))
    (event,) = calendar.walk("VEVENT")
    assert (method, str(event["UID"]), int(event["SEQUENCE"])) == ("REQUEST", uid, 1)
    meeting = services.cancel_meeting(meeting=meeting, cancelled_by=None, now=timezone.now())
    method, calendar = calendar_of(mail_of("meeting_cancelled", meeting, people["member"]))
    (event,) = calendar.walk("VEVENT")
    assert (method, str(event["UID"]), int(event["SEQUENCE"])) == ("CANCEL", uid, 2)
    assert str(event["STATUS"]) == "CANCELLED"
    assert mail_of("meeting_called", meeting, people["member"]) is None, "called off since"


def test_a_series_is_one_invitation_and_one_cancelled_instance_names_its_date(people, group):
    meetings = call(group, people)
    _method, calendar = calendar_of(mail_of("meeting_called", meetings[0], people["member"]))
    assert len(calendar.walk("VEVENT")) == 1 and shown(calendar.to_ical()) == [m.starts_at for m in meetings]
    gone = services.cancel_meeting(meeting=meetings[3], cancelled_by=None, now=timezone.now())
    method, calendar = calendar_of(mail_of("meeting_cancelled", gone, people["member"]))
    (event,) = calendar.walk("VEVENT")
    assert method == "CANCEL" and event.decoded("recurrence-id") == gone.planned_at
    assert str(event["UID"]) == uid_of(meetings[0].series)


def test_a_series_is_called_although_its_first_meeting_is_off_or_over(people, group):
    meetings = call(group, people)
    services.cancel_meeting(meeting=meetings[0], cancelled_by=None, now=timezone.now())
    email = mail_of("meeting_called", meetings[0], people["member"])
    _method, calendar = calendar_of(email)
    assert shown(calendar.to_ical()) == [meeting.starts_at for meeting in meetings[1:]]
    Meeting.objects.filter(pk=meetings[1].pk).update(
        starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now() - timedelta(days=1)
    )
    assert mail_of("meeting_called", meetings[0], people["facilitator"]) is not None
    services.cancel_rest(meeting=meetings[2], cancelled_by=None, now=timezone.now())
    assert mail_of("meeting_called", meetings[0], people["colleague"]) is None


def test_whoever_has_lost_sight_of_a_meeting_is_mailed_nothing(people, group):
    meeting = MeetingFactory(group=group)
    group.memberships.filter(person=people["member"]).delete()
    assert (
        mail_of("meeting_called", meeting, type(people["member"]).objects.get(pk=people["member"].pk)) is None
    )


def subscribed(client, feed_row):
    return client.get(path_of(feed_row))


def test_a_subscription_shows_what_is_hers_names_nobody_and_dies_when_it_is_revoked(as_, client, people, group):
    meeting = MeetingFactory(group=group, title="Soil")
    declined = MeetingFactory(group=group, title="Declined")
    RsvpFactory(meeting=declined, person=people["member"], declined=True)
    MeetingFactory(title="Elsewhere")
    MeetingFactory(network=True, title="All members")
    as_("member").post("/calendar/", {"group": ""})
    page = as_("member").get("/calendar/").content.decode()
    path = re.search(r"(/calendar/\w+\.ics)", page)[1]
    answer = client.get(path)
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar")
    titles = {str(event["SUMMARY"]) for event in Calendar.from_ical(text).walk("VEVENT")}
    assert titles == {"Soil", "All members"}
    assert "ATTENDEE" not in text and "ORGANIZER" not in text and people["member"].email not in text
    assert client.get(path, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    meeting.title = "Soil and stones"
    meeting.save()
    assert client.get(path, headers={"If-None-Match": answer["ETag"]}).status_code == 200
    row = CalendarFeed.objects.get()
    assert as_("other").post("/calendar/", {"revoke": row.pk}).status_code == 404
    as_("member").post("/calendar/", {"revoke": row.pk})
    assert client.get(path).status_code == 404


def test_a_groups_subscription_dies_when_its_owner_leaves(client, people, group):
    MeetingFactory(group=group)
    feed_row = subscribe(person=people["member"], group=group, now=timezone.now())
    assert subscribe(person=people["member"], group=group, now=timezone.now()) == feed_row
    assert subscribed(client, feed_row).status_code == 200
    MembershipFactory(group=group, person=people["other"])
    place = group.memberships.get(person=people["member"])
    end_membership(membership=place, actor=people["member"], now=timezone.now())
    assert subscribed(client, feed_row).status_code == 404
    own = subscribe(person=people["facilitator"], now=timezone.now())
    people["facilitator"].is_active = False
    people["facilitator"].save()
    assert subscribed(client, own).status_code == 404
    revoke(feed=own)


def test_nobody_subscribes_to_a_group_that_is_not_hers(as_, people, group):
    assert as_("other").post("/calendar/", {"group": "soil"}).status_code == 404
    assert as_("anonymous").get("/calendar/").status_code == 302


def test_the_open_calendar_holds_open_meetings_only(client, group):
    MeetingFactory(group=group, title="Inside")
    MeetingFactory(open=True, title="Open day")
    MeetingFactory(network=True, title="All members")
    calendar = Calendar.from_ical(client.get("/meetings/calendar.ics").content)
    assert [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")] == ["Open day"]
    assert str(calendar["X-WR-CALNAME"]) == read_network().name


def test_a_title_starts_no_line_of_its_own(client, group):
    hostile = "Soil\r\nATTENDEE:mailto:victim@elsewhere.example; \\n,x"
    meeting = MeetingFactory(open=True, title=hostile, place="A;B,C\nD", kind="hybrid")
    calendar = Calendar.from_ical(client.get(f"/meetings/{meeting.pk}/event.ics").content)
    (event,) = calendar.walk("VEVENT")
    assert "ATTENDEE" not in event
    assert str(event["SUMMARY"]).replace("\r\n", "\n") == hostile.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("rhythm", "day", "rule"),
    [
        (Rhythm.ONCE, 5, ""),
        (Rhythm.WEEKLY, 5, "FREQ=WEEKLY;INTERVAL=1;COUNT=4"),
        (Rhythm.SIX_WEEKS, 5, "FREQ=WEEKLY;INTERVAL=6;COUNT=4"),
        (Rhythm.MONTHLY, 5, "FREQ=MONTHLY;INTERVAL=1;BYDAY=1TU;COUNT=4"),
        (Rhythm.MONTHLY, 30, "FREQ=MONTHLY;INTERVAL=1;BYDAY=-1SA;COUNT=4"),
        (Rhythm.QUARTERLY, 21, "FREQ=MONTHLY;INTERVAL=3;BYDAY=3TH;COUNT=4"),
    ],
)
def test_a_rhythm_is_a_rule(rhythm, day, rule):
    assert rule_of(rhythm, datetime(2027, 1, day, 9), 4) == rule
