"""Loads the demo's meetings: one held and written up, a series ahead, an open one of the network."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from network.core.demo import once
from working_groups.demo.load import person_of
from working_groups.enums import Answer, Audience, MeetingKind
from working_groups.meetings.answers import answer_meeting
from working_groups.meetings.minutes import add_action, add_decision, save_minutes
from working_groups.meetings.services import call_meeting
from working_groups.meetings.times import Rhythm, dates_of
from working_groups.models import Meeting, WorkingGroup

MINUTES = """\
### What the halls cost

Two cities laid their figures beside each other. In both, heating an empty hall cost more than its guards.

### What the tenants say

Those who came in the first year stayed. Those who waited for the finished hall did not come."""


def load(*, now: datetime) -> dict[str, int]:
    """Load the meetings, once; return how many were new."""
    group = WorkingGroup.objects.filter(slug="soil-and-components").first()
    before = Meeting.objects.count()
    if group:
        with once("meetings:soil-and-components") as new:
            if new:
                _load_held(group, now)
                _load_series(group, now)
    with once("meetings:network") as new:
        if new:
            _load_open(now)
    return {"meetings": Meeting.objects.count() - before}


def _call(group: WorkingGroup | None, first: datetime, now: datetime, **values: Any) -> Meeting:
    rhythm, times = values.pop("rhythm", Rhythm.ONCE), values.pop("times", 1)
    shared = {"kind": MeetingKind.ONLINE, "audience": Audience.GROUP, "time_zone": "Europe/Berlin"}
    return call_meeting(
        group=group,
        values=shared | values,
        first=first,
        minutes=90,
        rhythm=rhythm,
        times=times,
        called_by=person_of("facilitator"),
        form_token=uuid.uuid4(),
        now=now,
    )


def _thursday(now: datetime, weeks: int) -> date:
    """Return the Thursday of the week that is so many weeks away."""
    return (now + timedelta(weeks=weeks, days=3 - now.weekday())).date()


def _load_held(group: WorkingGroup, now: datetime) -> None:
    first = datetime.combine(_thursday(now, -3), time(14))
    meeting = _call(
        group,
        first,
        now,
        title="Reusing industrial halls: what the first two years cost",
        agenda="40 Two halls, two budgets\n15 What the tenants say\n30 Which numbers to publish?",
    )
    people = [row.person for row in group.memberships.active().select_related("person")]
    at = dates_of("", first, meeting.time_zone)[0] - timedelta(days=2)
    for person in people[:3]:
        answer_meeting(meeting=meeting, person=person, answer=Answer.YES, now=at)
    by = person_of("facilitator")
    save_minutes(meeting=meeting, text=MINUTES, recording_link="", version=1, written_by=by, now=now)
    text = "Every case study lists who paid for the first year of empty running."
    add_decision(meeting=meeting, text=text, form_token=uuid.uuid4(), now=now)
    for text, name, days in (
        ("Ask the tenants of the two halls for a talk", "member", 10),
        ("Put the cost tables side by side", "expert", 20),
    ):
        due = (now + timedelta(days=days)).date()
        owner = person_of(name)
        add_action(
            group=group,
            meeting=meeting,
            text=text,
            owner=owner,
            due_on=due,
            form_token=uuid.uuid4(),
            now=now - timedelta(weeks=3),
        )


def _load_series(group: WorkingGroup, now: datetime) -> None:
    meeting = _call(
        group,
        datetime.combine(_thursday(now, 2), time(14)),
        now,
        title="Soil that stays on site",
        summary="Two cities show what they signed, and what they would not sign again.",
        joining_link="https://talk.interurban.example/soil",
        online_places=40,
        agenda="30 What was signed\n30 What went wrong\n30 A first draft of the checklist",
        rhythm=Rhythm.SIX_WEEKS,
        times=4,
    )
    answer_meeting(meeting=meeting, person=person_of("expert"), answer=Answer.YES, now=now)


def _load_open(now: datetime) -> None:
    _call(
        None,
        datetime.combine(_thursday(now, 5), time(15)),
        now,
        title="Open hall: what cities learned this year",
        summary="Everybody may listen; members bring questions.",
        kind=MeetingKind.HYBRID,
        place="Former mine, Katowice",
        room_places=80,
        audience=Audience.EVERYBODY,
        time_zone="Europe/Warsaw",
    )
