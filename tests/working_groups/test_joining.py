"""Coming into a group, and leaving it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cities.joining.affiliations import end_affiliation
from cities.models import Affiliation
from network.core.models import AuditEntry
from network.mail.models import Delivery
from tests.factories.affiliations import AffiliationFactory
from tests.factories.groups import GroupFactory, MembershipFactory
from working_groups.enums import Admission, GroupRole, MembershipState
from working_groups.members import services
from working_groups.models import GroupMembership

pytestmark = pytest.mark.django_db


def seat_of(person):
    return Affiliation.objects.get(person=person)


def join(client, group, person, **data):
    return client.post(f"/working-groups/{group.slug}/join/", {"seat": seat_of(person).pk} | data)


def membership(group, person):
    return group.memberships.get(person=person)


def test_an_open_group_takes_whoever_belongs_to_a_city_or_partner_at_once(as_, people, group):
    group.admission = Admission.OPEN
    group.save()
    for name in ("other", "representative"):
        answer = join(as_(name), group, people[name])
        assert answer.url == "/working-groups/soil/space/"
        assert membership(group, people[name]).is_active
    assert membership(group, people["other"]).city.slug == "lodz"
    assert membership(group, people["representative"]).partner.name == "Fund"


def test_who_has_no_city_is_told_what_to_do_first(as_, group):
    page = as_("signed in").get("/working-groups/soil/join/").content.decode()
    assert "Pick your city" in page
    assert as_("signed in").post("/working-groups/soil/join/", {}).status_code == 404
    page = as_("anonymous").get("/working-groups/soil/join/").content.decode()
    assert "/account/login/?next=/working-groups/soil/join/" in page


def test_a_request_waits_for_a_facilitator_who_is_mailed_once(as_, people, group):
    for _time in range(2):
        answer = join(as_("other"), group, people["other"], message="I look after the quarry.")
        assert answer.url == "/working-groups/soil/"
    asked = membership(group, people["other"])
    assert asked.is_requested and asked.message == "I look after the quarry."
    told = Delivery.objects.filter(kind="group_requested")
    assert [delivery.recipient for delivery in told] == [people["facilitator"]]
    assert "You have asked to join" in as_("other").get("/working-groups/soil/").content.decode()
    page = as_("facilitator").get("/working-groups/soil/members/").content.decode()
    assert "I look after the quarry." in page and "Take in" in page
    assert "One person asks to join" in as_("facilitator").get("/working-groups/soil/space/").content.decode()
    assert "One person asks to join" in as_("facilitator").get("/dashboard/").content.decode()
    assert "quarry" not in as_("member").get("/working-groups/soil/members/").content.decode()


def test_taking_in_mails_the_person_and_twice_is_once(as_, people, group):
    asked = MembershipFactory(group=group, person=people["other"], requested=True)
    path = f"/working-groups/soil/members/{asked.pk}/approval/"
    page = as_("facilitator").post(path, follow=True).content.decode()
    assert "Olga Other is in" in page
    page = as_("facilitator").post(path, follow=True).content.decode()
    assert "Somebody else decided about this meanwhile." in page
    assert membership(group, people["other"]).is_active
    assert Delivery.objects.filter(kind="group_joined", recipient=people["other"]).count() == 1
    actions = AuditEntry.objects.filter(subject_type="working_groups.groupmembership")
    assert list(actions.values_list("action", flat=True)) == ["membership.begun"]


def test_declining_tells_why_and_the_next_request_waits_even_in_an_open_group(as_, people, group):
    asked = MembershipFactory(group=group, person=people["other"], requested=True)
    path = f"/working-groups/soil/members/{asked.pk}/decline/"
    as_("facilitator").post(path, {"reason": "The group is full until May."})
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == (MembershipState.DECLINED, "The group is full until May.")
    assert Delivery.objects.filter(kind="group_declined", recipient=people["other"]).exists()
    group.admission = Admission.OPEN
    group.save()
    join(as_("other"), group, people["other"])
    assert group.memberships.open().get(person=people["other"]).is_requested


def test_a_verified_address_at_the_groups_domain_is_in_at_once(as_, people, group):
    group.admission, group.mail_domains = Admission.DOMAIN, ["city.example"]
    group.save()
    join(as_("other"), group, people["other"])
    assert membership(group, people["other"]).is_active
    group.mail_domains = ["elsewhere.example"]
    group.save()
    join(as_("representative"), group, people["representative"])
    assert membership(group, people["representative"]).is_requested


@pytest.mark.parametrize("change", [{"admission": Admission.INVITATION}, {"archived_at": timezone.now()}])
def test_a_group_that_takes_nobody_says_so(as_, people, group, change):
    for name, value in change.items():
        setattr(group, name, value)
    group.save()
    assert as_("other").get("/working-groups/soil/join/").status_code == 200
    assert join(as_("other"), group, people["other"]).status_code == 404
    with pytest.raises(services.NotTaken):
        services.join_group(group=group, person=people["other"], now=timezone.now())


def test_a_private_group_does_not_exist_outside(as_, people):
    secret = GroupFactory(name="Secret", slug="secret", private=True)
    MembershipFactory(group=secret, person=people["member"])
    for path in ("", "space/", "join/", "members/"):
        assert as_("other").get(f"/working-groups/secret/{path}").status_code == 404
        assert as_("moderator").get(f"/working-groups/secret/{path}").status_code == 404
    assert "Secret" in as_("member").get("/working-groups/").content.decode()
    assert "Secret" not in as_("other").get("/working-groups/").content.decode()


def test_an_administrator_may_look_in_and_leaves_a_trace(as_, people, group):
    page = as_("administrator").get("/working-groups/soil/space/").content.decode()
    assert "not as a member" in page
    trace = AuditEntry.objects.get(action="private.opened")
    assert (trace.subject_key, trace.actor_key) == (group.pk, people["administrator"].pk)


def test_the_last_facilitator_names_who_runs_the_group(as_, people, group):
    own = membership(group, people["facilitator"])
    path = f"/working-groups/soil/members/{own.pk}/end/"
    assert "Who runs the group" in as_("facilitator").get(path).content.decode()
    refused = as_("facilitator").post(path, {})
    assert refused.status_code == 422 and "Choose who runs the group." in refused.content.decode()
    heir = membership(group, people["member"])
    as_("facilitator").post(path, {"successor": heir.pk})
    heir.refresh_from_db()
    assert heir.role == GroupRole.FACILITATOR
    assert Delivery.objects.filter(kind="group_role", recipient=people["member"]).exists()
    with pytest.raises(services.FacilitatorNeeded):
        MembershipFactory(group=group, person=people["other"])
        services.end_membership(membership=heir, actor=people["member"], now=timezone.now())


def test_the_last_one_of_all_may_go_and_administrators_are_told(people, group):
    group.memberships.exclude(person=people["facilitator"]).delete()
    own = membership(group, people["facilitator"])
    services.end_membership(membership=own, actor=people["facilitator"], now=timezone.now())
    told = Delivery.objects.filter(kind="group_unled")
    assert [delivery.recipient for delivery in told] == [people["administrator"]]


def test_the_last_facilitator_stays_one(as_, people, group):
    own = membership(group, people["facilitator"])
    refused = as_("administrator").post(f"/working-groups/soil/members/{own.pk}/role/", {"role": "member"})
    assert refused.status_code == 422
    assert "Make somebody else a facilitator first" in refused.content.decode()
    other = membership(group, people["member"])
    as_("facilitator").post(f"/working-groups/soil/members/{other.pk}/role/", {"role": "facilitator"})
    other.refresh_from_db()
    assert other.facilitates


def test_a_seat_is_handed_to_somebody_of_the_same_city_by_herself_or_the_coordinator(as_, people, group):
    own = membership(group, people["facilitator"])
    path = f"/working-groups/soil/members/{own.pk}/seat/"
    page = as_("coordinator").get("/working-groups/soil/").content.decode()
    assert f'href="{path}"' in page and "Hand over the seat of Essen" in page
    page = as_("coordinator").get(path).content.decode()
    assert "Karla Colleague" in page and "Olga" not in page
    heir = Affiliation.objects.get(person=people["colleague"])
    as_("coordinator").post(path, {"successor": heir.pk})
    taken = membership(group, people["colleague"])
    assert taken.facilitates and taken.city.slug == "essen"
    own.refresh_from_db()
    assert own.state == MembershipState.ENDED
    assert Delivery.objects.filter(kind="group_joined", recipient=people["colleague"]).exists()
    assert Delivery.objects.filter(kind="group_ended", recipient=people["facilitator"]).exists()
    with pytest.raises(services.AlreadyDecided):
        services.hand_over(
            membership=own, successor=people["coordinator"], actor=people["coordinator"], now=timezone.now()
        )
    with pytest.raises(services.NoSuccessor):
        services.hand_over(
            membership=taken, successor=people["other"], actor=people["colleague"], now=timezone.now()
        )


def test_whoever_leaves_her_city_leaves_its_seats(people, group):
    seat = seat_of(people["member"])
    end_affiliation(affiliation=seat, actor=people["administrator"], now=timezone.now())
    gone = GroupMembership.objects.get(group=group, person=people["member"])
    assert gone.state == MembershipState.ENDED
    end_affiliation(affiliation=seat_of(people["facilitator"]), actor=people["facilitator"], now=timezone.now())
    assert not group.memberships.active().exists()
    assert Delivery.objects.filter(kind="group_unled").exists()


def test_a_place_that_is_not_hers_to_keep_does_not_exist(as_, people, group):
    own = membership(group, people["member"])
    for part in ("approval", "decline", "role", "end", "seat"):
        path = f"/working-groups/soil/members/{own.pk}/{part}/"
        assert as_("other").post(path).status_code == 404, part
    elsewhere = GroupFactory()
    path = f"/working-groups/{elsewhere.slug}/members/{own.pk}/end/"
    assert as_("facilitator").post(path).status_code == 404


def test_members_of_a_group_are_asked_for_alike_at_one_and_at_twenty(
    as_, people, group, django_assert_num_queries
):
    client = as_("facilitator")
    paths = ("/working-groups/soil/", "/working-groups/soil/space/", "/working-groups/soil/members/")
    few = {}
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(path)
        few[path] = len(queries)
    for _number in range(20):
        MembershipFactory(group=group, person=AffiliationFactory().person)
        MembershipFactory(group=group, requested=True)
    for path in paths:
        with django_assert_num_queries(few[path]):
            assert client.get(path).status_code == 200
