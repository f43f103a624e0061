"""Inviting to a group by an address."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from network.mail.models import Delivery
from network.mail.sending import send_due
from tests.access.test_people import read_mail
from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory, GroupInvitationFactory
from working_groups.enums import GroupRole, InvitationState
from working_groups.members import invitations
from working_groups.members.notices import link_of
from working_groups.models import GroupInvitation

pytestmark = pytest.mark.django_db

INVITE = "/working-groups/soil/members/invite/"


def test_invitations_are_mailed_and_their_link_lets_the_person_in(as_, client, people, group, mailoutbox):
    addresses = "New@Outside.example\nnew@outside.example; second@outside.example"
    data = {"addresses": addresses, "role": "member", "message": "We need your eye for soil."}
    page = as_("facilitator").post(INVITE, data, follow=True).content.decode()
    assert "on their way" in page and "new@outside.example" in page
    assert GroupInvitation.objects.count() == 2
    send_due()
    mails = {mail["To"]: mail for mail in read_mail(mailoutbox)}
    text = mails["new@outside.example"].get_body(("plain",)).get_content()
    assert "We need your eye for soil." in text
    path = re.search(r"https?://[^/\s]+(/working-groups/invitations/\w+/)", text)[1]
    page = client.get(path).content.decode()
    assert "Make an account" in page and "Soil on site" in page
    newcomer = UserFactory(email="new@outside.example", name="Nora")
    client.force_login(newcomer)
    assert client.post(path, {"answer": "yes"}).url == "/working-groups/soil/space/"
    place = group.memberships.get(person=newcomer)
    assert place.is_active and place.organisation is None
    assert client.get(path).status_code == 410
    assert client.get("/working-groups/soil/space/").status_code == 200


def test_a_member_says_for_whom_she_comes(as_, people, group):
    invitation = GroupInvitationFactory(group=group, address=people["other"].email, role="facilitator")
    assert "You are invited to Soil on site" in as_("other").get("/dashboard/").content.decode()
    path = link_of(invitation)
    seat = people["other"].affiliations.get()
    assert as_("other").post(path, {"answer": "yes"}).status_code == 422
    as_("other").post(path, {"answer": "yes", "seat": seat.pk})
    place = group.memberships.get(person=people["other"])
    assert place.city.slug == "lodz" and place.role == GroupRole.FACILITATOR


def test_somebody_else_cannot_use_the_link(as_, client, people, group):
    invitation = GroupInvitationFactory(group=group, address="new@outside.example")
    path = link_of(invitation)
    assert client.post(path, {"answer": "yes"}).status_code == 422
    assert as_("other").post(path, {"answer": "yes"}).status_code == 422
    EmailAddress.objects.create(user=people["other"], email="new@outside.example", verified=False)
    assert as_("other").post(path, {"answer": "yes"}).status_code == 422
    with pytest.raises(invitations.WrongAddress):
        invitations.accept_invitation(invitation=invitation, person=people["other"], now=timezone.now())
    assert group.memberships.active().count() == 2


def test_an_invitation_is_declined(as_, people, group):
    invitation = GroupInvitationFactory(group=group, address=people["other"].email)
    assert as_("other").post(link_of(invitation), {"answer": "no"}).url == "/dashboard/"
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.DECLINED
    assert "You are invited" not in as_("other").get("/dashboard/").content.decode()


def test_sending_again_makes_a_new_link_and_revoking_ends_it(as_, client, people, group):
    invitation = GroupInvitationFactory(group=group, address="new@outside.example")
    first = link_of(invitation)
    path = f"/working-groups/soil/members/invitations/{invitation.pk}"
    as_("facilitator").post(f"{path}/again/")
    invitation.refresh_from_db()
    assert client.get(first).status_code == 404
    assert client.get(link_of(invitation)).status_code == 200
    assert Delivery.objects.filter(kind="group_invitation").count() == 1
    as_("facilitator").post(f"{path}/revocation/")
    assert client.get(link_of(invitation)).status_code == 410
    page = as_("facilitator").post(f"{path}/again/", follow=True).content.decode()
    assert "answered or taken back" in page


def test_an_invitation_ends_with_its_time_and_with_the_group(group, people):
    late = GroupInvitationFactory(group=group, address="a@b.example", expires_at=timezone.now())
    assert not late.is_usable(timezone.now())
    done = GroupInvitationFactory(group=GroupFactory(archived=True), address=people["other"].email)
    with pytest.raises(invitations.InvitationClosed):
        invitations.accept_invitation(invitation=done, person=people["other"], now=timezone.now())
    assert GroupInvitation.objects.usable(timezone.now() + timedelta(days=1)).count() == 0


@pytest.mark.parametrize(
    "addresses", ["", "nobody", "a@b.example, x y@z", "\n".join(f"a{n}@b.example" for n in range(51))]
)
def test_wrong_addresses_are_named_and_nothing_is_sent(as_, group, addresses):
    refused = as_("facilitator").post(INVITE, {"addresses": addresses, "role": "member"})
    assert refused.status_code == 422
    assert GroupInvitation.objects.count() == 0
