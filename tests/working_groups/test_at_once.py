"""Many at the same moment: real threads, each with its own connection to the database."""

import uuid
from datetime import datetime

import pytest
from django.utils import timezone

from network.core.models import AuditEntry
from network.mail.models import Delivery
from tests.cities.challenges.test_at_once import post
from tests.factories.accounts import UserFactory
from tests.factories.affiliations import AffiliationFactory
from tests.factories.groups import GroupFactory, MembershipFactory
from tests.factories.meetings import MeetingFactory
from tests.mail.test_concurrency import in_threads
from tests.working_groups.test_groups import NEW
from working_groups.enums import Admission, Answer, GroupRole
from working_groups.meetings.answers import answer_meeting
from working_groups.meetings.services import change_meeting, values_of
from working_groups.members import services
from working_groups.models import GroupInvitation, GroupMembership, Output, Rsvp, WorkingGroup

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_form_opens_one_group_and_makes_one_output(home):
    person = UserFactory(administrator=True)
    post(person, "/working-groups/new/", NEW | {"form_token": str(uuid.uuid4())})
    group = WorkingGroup.objects.get()
    assert group.memberships.count() == 1
    data = {"title": "Checklist", "form_token": str(uuid.uuid4())}
    post(person, f"/working-groups/{group.slug}/workplan/new/", data)
    assert Output.objects.count() == 1
    data = {"addresses": "a@b.example", "role": "member"}
    post(person, f"/working-groups/{group.slug}/members/invite/", data)
    assert GroupInvitation.objects.count() == Delivery.objects.count() == 1


def test_one_request_and_one_decision(home):
    group = GroupFactory(slug="soil")
    running = MembershipFactory(group=group, facilitator=True)
    seat = AffiliationFactory()
    post(seat.person, "/working-groups/soil/join/", {"seat": seat.pk})
    asked = GroupMembership.objects.get(person=seat.person)
    assert Delivery.objects.filter(kind="group_requested").count() == 1
    post(running.person, f"/working-groups/soil/members/{asked.pk}/approval/", {})
    assert AuditEntry.objects.filter(action="membership.begun").count() == 1


def test_twenty_people_join_an_open_group_at_once(home):
    group = GroupFactory(admission=Admission.OPEN)
    people = [AffiliationFactory().person for _number in range(20)]
    in_threads(20, lambda number: services.join_group(group=group, person=people[number], now=timezone.now()))
    assert group.memberships.active().count() == 20


def test_two_facilitators_who_leave_at_once_do_not_leave_the_group_alone(home):
    group = GroupFactory()
    two = [MembershipFactory(group=group, facilitator=True) for _number in range(2)]
    MembershipFactory(group=group)

    def leave(number):
        try:
            services.end_membership(membership=two[number], actor=two[number].person, now=timezone.now())
        except services.FacilitatorNeeded:
            return "stays"
        return "left"

    assert sorted(in_threads(2, leave)) == ["left", "stays"]
    assert group.memberships.active().filter(role=GroupRole.FACILITATOR).count() == 1


def test_leaving_changing_and_archiving_at_once_wait_for_each_other_in_one_order(home):
    """Each locks a group and its meetings: in two orders they would wait for each other for ever."""
    now = timezone.now()
    group = GroupFactory()
    actor = MembershipFactory(group=group, facilitator=True).person
    meetings = [MeetingFactory(group=group) for _number in range(4)]
    places = [MembershipFactory(group=group) for _number in range(8)]
    for place in places:
        for meeting in meetings:
            answer_meeting(meeting=meeting, person=place.person, answer=Answer.YES, now=now)

    def work(number):
        if number < len(places):
            services.end_membership(membership=places[number], actor=actor, now=now)
            return
        meeting = meetings[number - len(places)]
        values = values_of(meeting)
        change_meeting(
            meeting=meeting,
            values={"agenda": "40 Two halls", "title": "Moved"},
            first=datetime.combine(values["day"], values["hour"]),
            minutes=values["length"],
            version=meeting.version,
            changed_by=actor,
            now=now,
        )

    in_threads(len(places) + len(meetings), work)
    assert group.memberships.active().count() == 1 and not Rsvp.objects.exists()
    assert set(group.meetings.values_list("title", flat=True)) == {"Moved"}
