"""Calling meetings and series, changing and cancelling them, and what comes out of them."""

import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from knowledge.models import GoodPracticePage, KnowledgeProductPage
from network.core.models import AuditEntry
from network.mail.models import Delivery
from tests.factories.groups import GroupFactory, MembershipFactory
from tests.factories.meetings import ActionFactory, DecisionFactory, MeetingFactory, RsvpFactory
from working_groups.meetings import services
from working_groups.meetings.services import values_of
from working_groups.models import ActionItem, Decision, Meeting

pytestmark = pytest.mark.django_db

SOON = timezone.localdate() + timedelta(days=10)


def new(**changes):
    """Return what the form of a new meeting sends."""
    return {
        "title": "What two halls cost",
        "day": SOON.isoformat(),
        "hour": "14:00",
        "length": "90",
        "time_zone": "Europe/Berlin",
        "kind": "online",
        "link_shown_hours": "24",
        "audience": "group",
        "rhythm": "once",
        "times": "6",
        "form_token": str(uuid.uuid4()),
    } | changes


def changed(meeting, **changes):
    """Return what the form of a change sends for the meeting as it is, with some changes."""
    values = values_of(meeting) | {"version": meeting.version}
    data = {name: value for name, value in values.items() if value is not None}
    data |= {"day": values["day"].isoformat(), "hour": values["hour"].strftime("%H:%M")}
    return data | changes


def told(kind):
    return {delivery.recipient for delivery in Delivery.objects.filter(kind=kind)}


def test_a_meeting_is_called_once_and_every_member_is_invited(as_, people, group):
    data = new()
    for _time in range(2):
        answer = as_("facilitator").post("/working-groups/soil/meetings/new/", data)
    meeting = Meeting.objects.get()
    assert answer.url == meeting.get_absolute_url()
    assert meeting.starts_there == datetime.combine(
        SOON, datetime.min.time(), ZoneInfo("Europe/Berlin")
    ) + timedelta(hours=14)
    assert told("meeting_called") == {people["facilitator"], people["member"]}
    page = as_("member").get("/working-groups/soil/space/").content.decode()
    assert "Next meeting" in page and "What two halls cost" in page
    assert "Say whether you come: What two halls cost" in as_("member").get("/dashboard/").content.decode()


def test_members_call_meetings_only_where_the_group_lets_them(as_, group):
    assert as_("member").get("/working-groups/soil/meetings/new/").status_code == 404
    group.members_may_call = True
    group.save()
    as_("member").post("/working-groups/soil/meetings/new/", new())
    meeting = Meeting.objects.get()
    assert as_("member").get(f"{meeting.get_absolute_url()}edit/").status_code == 200


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "Give the meeting a title."),
        ({"day": "2020-01-01"}, "This moment has passed."),
        ({"day": "2999-01-01"}, "more than five years ahead"),
        ({"kind": "room"}, "Say where the room is."),
        ({"agenda": "60 One\n60 Two"}, "The parts take longer than the meeting."),
        ({"rhythm": "weekly", "times": "1"}, "at least two"),
        ({"audience": "nobody"}, "nobody"),
        ({"time_zone": "Middle/Earth"}, "Middle/Earth"),
        ({"joining_link": "javascript:alert(1)"}, "valid URL"),
    ],
)
def test_the_form_says_what_is_wrong(as_, group, changes, sentence):
    refused = as_("facilitator").post("/working-groups/soil/meetings/new/", new(**changes))
    assert refused.status_code == 422
    assert sentence in refused.content.decode()
    assert not Meeting.objects.exists()


def test_a_series_keeps_its_hour_over_the_change_of_the_clock(as_, group):
    first = date(timezone.now().year + 1, 10, 1)
    data = new(day=first.isoformat(), rhythm="weekly", times="9")
    as_("facilitator").post("/working-groups/soil/meetings/new/", data)
    meetings = list(Meeting.objects.order_by("starts_at"))
    assert len(meetings) == 9
    assert {meeting.starts_there.strftime("%H:%M") for meeting in meetings} == {"14:00"}
    assert {meeting.starts_at.hour for meeting in meetings} == {12, 13}
    assert Delivery.objects.filter(kind="meeting_called").count() == 2, "one mail for the whole series"
    page = as_("member").get(meetings[0].get_absolute_url()).content.decode()
    assert "Others of this series" in page
    assert as_("member").get("/dashboard/").content.decode().count("Say whether you come") == 1


def test_a_move_counts_the_sequence_on_and_is_mailed_to_all_but_who_said_no(as_, people, group):
    meeting = MeetingFactory(group=group)
    RsvpFactory(meeting=meeting, person=people["member"], declined=True)
    path = f"{meeting.get_absolute_url()}edit/"
    as_("facilitator").post(path, changed(meeting, hour="16:30"))
    meeting.refresh_from_db()
    assert (meeting.sequence, meeting.starts_there.strftime("%H:%M")) == (1, "16:30")
    assert told("meeting_changed") == {people["facilitator"]}
    as_("facilitator").post(path, changed(meeting, agenda="40 Two halls"))
    meeting.refresh_from_db()
    assert meeting.sequence == 1, "an agenda is no change of the calendar"
    assert Delivery.objects.filter(kind="meeting_changed").count() == 1


def test_a_change_of_what_somebody_else_has_changed_is_shown_and_not_lost(as_, people, group):
    meeting = MeetingFactory(group=group)
    stale = changed(meeting, title="My title")
    as_("administrator").post(f"{meeting.get_absolute_url()}edit/", changed(meeting, title="Her title"))
    answer = as_("facilitator").post(f"{meeting.get_absolute_url()}edit/", stale)
    assert answer.status_code == 409
    assert "Her title" in answer.content.decode() and "My title" in answer.content.decode()
    meeting.refresh_from_db()
    assert meeting.title == "Her title"


def test_a_cancelled_meeting_says_why_and_is_mailed_once(as_, people, group):
    meeting = MeetingFactory(group=group)
    path = f"{meeting.get_absolute_url()}cancellation/"
    for _time in range(2):
        as_("facilitator").post(path, {"reason": "The hall is flooded."})
    meeting.refresh_from_db()
    assert meeting.is_cancelled and meeting.sequence == 1
    assert told("meeting_cancelled") == {people["facilitator"], people["member"]}
    page = as_("member").get(meeting.get_absolute_url()).content.decode()
    assert "The hall is flooded." in page and "Save my reply" not in page
    assert as_("facilitator").post(f"{meeting.get_absolute_url()}edit/", changed(meeting)).url


def test_the_rest_of_a_series_is_called_off_from_one_on(as_, group):
    as_("facilitator").post("/working-groups/soil/meetings/new/", new(rhythm="weekly", times="4"))
    second = Meeting.objects.order_by("starts_at")[1]
    as_("facilitator").post(f"{second.get_absolute_url()}cancellation/", {"rest": "on"})
    assert [meeting.is_cancelled for meeting in Meeting.objects.order_by("starts_at")] == [
        False,
        True,
        True,
        True,
    ]


def test_a_network_meeting_is_called_by_the_secretariat_for_all_members(as_, people):
    data = new(audience="network")
    assert as_("coordinator").get("/meetings/new/").status_code == 404
    as_("editor").post("/meetings/new/", data)
    meeting = Meeting.objects.get()
    assert not Delivery.objects.exists()
    assert "What two halls cost" in as_("coordinator").get("/meetings/").content.decode()
    assert "What two halls cost" not in as_("anonymous").get("/meetings/").content.decode()
    assert as_("anonymous").get(meeting.get_absolute_url()).status_code == 404
    as_("other").post(f"{meeting.get_absolute_url()}rsvp/", {"answer": "ACCEPTED"})
    as_("editor").post(f"{meeting.get_absolute_url()}edit/", changed(meeting, hour="09:00"))
    assert told("meeting_changed") == {people["other"]}


def test_an_open_meeting_is_read_by_everybody_as_an_event(as_, people, group):
    meeting = MeetingFactory(group=group, audience="everybody", minutes="Said inside")
    page = as_("anonymous").get(meeting.get_absolute_url()).content.decode()
    assert '"@type": "Event"' in page and "OnlineEventAttendanceMode" in page
    assert "Said inside" not in page
    assert "Said inside" in as_("member").get(meeting.get_absolute_url()).content.decode()
    assert as_("other").post(f"{meeting.get_absolute_url()}rsvp/", {"answer": "ACCEPTED"}).status_code == 302


def test_two_who_write_minutes_lose_nothing(as_, people, group):
    meeting = MeetingFactory(group=group, held=True)
    path = f"{meeting.get_absolute_url()}minutes/"
    form = as_("member").get(path).context["form"]
    opened = {name: form[name].value() or "" for name in form.fields}
    as_("facilitator").post(path, opened | {"minutes": "### Costs\n\nThe hall stood empty."})
    answer = as_("member").post(path, opened | {"minutes": "My own text"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "The hall stood empty." in page and "My own text" in page
    again = answer.context["form"]
    as_("member").post(path, {name: again[name].value() or "" for name in again.fields})
    page = as_("facilitator").get(meeting.get_absolute_url()).content.decode()
    assert "My own text" in page


def test_actions_are_carried_from_meeting_to_meeting_until_they_are_done(as_, people, group):
    held = MeetingFactory(group=group, held=True)
    ahead = MeetingFactory(group=group)
    member = group.memberships.get(person=people["member"])
    data = {"text": "Ask the tenants", "owner": member.pk, "due_on": SOON.isoformat()}
    token = {"form_token": str(uuid.uuid4())}
    for _time in range(2):
        as_("facilitator").post(f"{held.get_absolute_url()}actions/new/", data | token)
    action = ActionItem.objects.get()
    assert "Ask the tenants" in as_("member").get(ahead.get_absolute_url()).content.decode()
    assert "Ask the tenants" in as_("member").get("/dashboard/").content.decode()
    MembershipFactory(group=group, person=people["other"])
    assert as_("other").post(f"/actions/{action.pk}/step/", {"step": "done"}).status_code == 404
    as_("member").post(f"/actions/{action.pk}/step/", {"step": "done", "back": held.get_absolute_url()})
    assert "Ask the tenants" not in as_("member").get(ahead.get_absolute_url()).content.decode()
    assert "Ask the tenants" in as_("member").get(held.get_absolute_url()).content.decode()
    answer = as_("member").post(f"/actions/{action.pk}/step/", {"step": "open", "back": "//elsewhere.example/"})
    assert answer.url == "/working-groups/soil/meetings/"


def test_decisions_are_noted_inside_and_read_inside(as_, group):
    meeting = MeetingFactory(group=group, audience="everybody")
    data = {"text": "We publish who pays.", "form_token": str(uuid.uuid4())}
    as_("member").post(f"{meeting.get_absolute_url()}decisions/new/", data)
    assert Decision.objects.get().group == group
    assert "We publish who pays." in as_("member").get(meeting.get_absolute_url()).content.decode()
    assert "We publish who pays." not in as_("other").get(meeting.get_absolute_url()).content.decode()


def test_a_newcomer_is_invited_to_what_is_ahead(as_, people, group):
    MeetingFactory(group=group)
    MeetingFactory(group=group, held=True)
    MeetingFactory(group=group, cancelled=True)
    asked = MembershipFactory(group=group, person=people["other"], requested=True)
    as_("facilitator").post(f"/working-groups/soil/members/{asked.pk}/approval/")
    assert Delivery.objects.filter(kind="meeting_called", recipient=people["other"]).count() == 1


def test_archiving_calls_off_what_is_ahead(as_, people, group):
    ahead, held = MeetingFactory(group=group), MeetingFactory(group=group, held=True)
    as_("facilitator").post("/working-groups/soil/archive/")
    ahead.refresh_from_db()
    held.refresh_from_db()
    assert ahead.cancel_reason == "The working group has ended its work." and not held.is_cancelled
    assert told("meeting_cancelled") == {people["facilitator"], people["member"]}


def test_an_administrator_looks_into_a_meeting_in_need_only_and_leaves_a_trace(as_, people, group):
    meeting = MeetingFactory(group=group, title="Inside")
    assert "Inside" not in as_("administrator").get("/meetings/").content.decode()
    assert as_("administrator").get(meeting.get_absolute_url()).status_code == 200
    assert AuditEntry.objects.get(action="private.opened").subject_key == meeting.pk
    as_("member").get(meeting.get_absolute_url())
    assert AuditEntry.objects.filter(action="private.opened").count() == 1


def test_a_large_group_is_invited_with_as_many_queries_as_a_small_one(as_, people, group):
    def queries():
        with CaptureQueriesContext(connection) as found:
            as_("facilitator").post("/working-groups/soil/meetings/new/", new())
        return len(found)

    few = queries()
    for _number in range(20):
        MembershipFactory(group=group)
    assert queries() == few
    assert Delivery.objects.filter(kind="meeting_called").count() == 2 + 22


def test_an_archived_groups_meetings_are_read_and_not_changed(as_, group):
    meeting = MeetingFactory(group=group)
    group.archived_at = timezone.now()
    group.save()
    assert as_("member").get(meeting.get_absolute_url()).status_code == 200
    for part in ("edit", "cancellation", "minutes", "decisions/new", "actions/new"):
        assert as_("facilitator").get(f"{meeting.get_absolute_url()}{part}/").status_code == 404, part


def test_what_is_over_is_told_as_it_was(as_, people, group):
    meeting = MeetingFactory(group=group, held=True)
    place = RsvpFactory(meeting=meeting, person=people["member"])
    assert "You had a place" in as_("member").get(meeting.get_absolute_url()).content.decode()
    place.attended = True
    place.save()
    assert "You were there" in as_("member").get("/meetings/?past=1").content.decode()


def test_each_city_sees_its_own_hour_whatever_the_readers_clock_shows(as_, people, group):
    people["member"].time_zone = "America/New_York"
    people["member"].save()
    noon = datetime(2090, 1, 10, 11, tzinfo=ZoneInfo("UTC"))
    meeting = MeetingFactory(group=group, starts_at=noon)
    page = as_("member").get(meeting.get_absolute_url()).content.decode()
    assert "06:00–07:30 EST" in page and "<dd>12:00" in page


def test_fair_hours_are_compared_before_the_meeting_is_called(as_, group):
    page = as_("facilitator").post("/working-groups/soil/meetings/new/", new(action="compare")).content.decode()
    assert "Fair hours on that day" in page and "Łódź" in page and "office hours everywhere" in page
    assert not Meeting.objects.exists()


def test_lists_ask_as_often_for_twenty_as_for_one(as_, people, group, django_assert_num_queries):
    client = as_("member")
    meeting = MeetingFactory(group=group)
    DecisionFactory(meeting=meeting)
    ActionFactory(group=group, owner=people["member"])
    RsvpFactory(meeting=meeting, person=people["member"])
    MeetingFactory(group=group, held=True)
    paths = ["/meetings/", "/meetings/?past=1", "/working-groups/soil/meetings/", meeting.get_absolute_url()]
    few = {}
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        few[path] = len(queries)
    for _number in range(20):
        MeetingFactory(group=group)
        MeetingFactory(group=group, held=True)
        DecisionFactory(meeting=meeting)
        ActionFactory(group=group, owner=people["member"])
        RsvpFactory(meeting=meeting)
    for path in paths:
        with django_assert_num_queries(few[path]):
            assert client.get(path).status_code == 200


def test_services_refuse_what_came_too_late(people, group):
    with pytest.raises(services.TooLate):
        services.cancel_meeting(
            meeting=MeetingFactory(group=group, held=True), cancelled_by=None, now=timezone.now()
        )
    meeting = MeetingFactory(group=GroupFactory(), cancelled=True)
    with pytest.raises(services.TooLate):
        services.change_meeting(
            meeting=meeting,
            values={},
            first=datetime(2099, 1, 1),
            minutes=90,
            version=1,
            changed_by=None,
            now=timezone.now(),
        )


def test_minutes_become_a_draft_that_names_its_meeting(as_, people, group, staffed):
    meeting = MeetingFactory(group=group, held=True, title="Costs of halls", minutes="### Costs\n\nThe roof.")
    DecisionFactory(meeting=meeting, group=group, text="We publish who pays.")
    path = f"/meetings/{meeting.pk}/outcomes/new/"
    assert "Make a good practice of it" in as_("member").get(meeting.get_absolute_url()).content.decode()
    assert as_("other").post(path, {"kind": "practice"}).status_code == 404
    assert as_("member").post(path, {"kind": "product"}).status_code == 404
    first, again = (as_("member").post(path, {"kind": "practice"}).url for _time in range(2))
    assert first == again and first.startswith("/submissions/")
    practice = GoodPracticePage.objects.get()
    assert "The roof." in practice.solution and "We publish who pays." in practice.results
    assert as_("facilitator").post(path, {"kind": "practice"}).url == meeting.get_absolute_url()
    as_("administrator").post(path, {"kind": "product"})
    assert KnowledgeProductPage.objects.get().title == "Costs of halls"
    page = as_("facilitator").get(meeting.get_absolute_url()).content.decode()
    assert page.count("is being written") == 2
    practice.live = True
    practice.save()
    assert "The meeting that it came out of" in as_("member").get(practice.url).content.decode()
    assert "The meeting that it came out of" not in as_("anonymous").get(practice.url).content.decode()


def test_without_minutes_nothing_is_made_of_a_meeting(as_, people, group):
    meeting = MeetingFactory(group=group, held=True)
    assert as_("member").post(f"/meetings/{meeting.pk}/outcomes/new/").status_code == 404
