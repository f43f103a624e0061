"""Invitations: mailed, opened, accepted by whom they went to, sent again, revoked."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from cities.enums import AffiliationGround, AffiliationRole, InvitationState
from cities.joining.invitations.services import (
    InvitationClosed,
    accept_invitation,
    invite_person,
    revoke_invitation,
    send_again,
)
from cities.joining.invitations.tokens import token_of
from cities.models import Affiliation, Invitation
from network.core.models import AuditEntry
from network.home.staff import EDITORS, MODERATORS, grant_staff_permissions
from network.mail.models import Delivery
from network.mail.tasks import send_due
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.affiliations import AffiliationFactory
from tests.factories.cities import CityFactory
from tests.factories.joining import InvitationFactory

pytestmark = pytest.mark.django_db
LINK = re.compile(r"/join/invitations/[0-9a-f]{64}/")
DESK = "/admin/invitations/"


def link(invitation):
    return f"/join/invitations/{token_of(invitation.seed)}/"


def invite(**fields):
    """Return a new invitation, made now."""
    defaults = {"organisation": CityFactory(), "role": AffiliationRole.COORDINATOR, "invited_by": UserFactory()}
    made, _new = invite_person(**{"address": "ana@new.example", "now": timezone.now()} | defaults | fields)
    return made


def test_an_invitation_leads_through_sign_up_to_the_role(client, secretariat, mailoutbox):
    city = CityFactory(name="Zabrze")
    invitation = invite(organisation=city, address="Ana@New.example ", name="Ana")
    send_due()
    [mail] = mailoutbox
    assert (mail.to, mail.subject) == (
        ["ana@new.example"],
        "Test network: you are invited to speak for Zabrze",
    )
    path = LINK.search(mail.body)[0]
    page = client.get(path).content.decode()
    assert f"/account/signup/?next={quote(path, '')}" in page
    sign_up = {"name": "Ana", "email": "ana@new.example", "password1": PASSWORD, "password2": PASSWORD}
    client.get(f"/account/signup/?next={path}")
    client.post("/account/signup/", sign_up | {"next": path})
    code = re.search(r"^ {4}(\S+)$", mailoutbox[-1].body, re.MULTILINE)[1]
    response = client.post("/account/confirm-email/", {"code": code})
    assert response.url == path
    assert "Accept the invitation" in client.get(path).content.decode()
    page = client.post(path, follow=True).content.decode()
    assert "You belong to Zabrze. Your role: Coordinator." in page
    row = Affiliation.objects.get()
    assert (row.city, row.role, row.ground) == (city, "coordinator", AffiliationGround.INVITATION)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.affiliation) == (InvitationState.ACCEPTED, row)
    assert client.get(path).status_code == 410
    assert client.post(path).status_code == 410
    assert Affiliation.objects.count() == 1


def test_looking_changes_nothing(client, home):
    invitation = InvitationFactory()
    person = UserFactory(email=invitation.address)
    for reader in (None, person):
        if reader:
            client.force_login(reader)
        for method in (client.get, client.head, client.options):
            method(link(invitation))
    assert not Affiliation.objects.exists()
    invitation.refresh_from_db()
    assert invitation.is_open


@pytest.mark.parametrize("whose", ["nobody's", "another's", "unverified"])
def test_only_who_has_verified_the_address_accepts(client, home, whose):
    invitation = InvitationFactory()
    if whose != "nobody's":
        person = UserFactory(name="Bo")
        client.force_login(person)
    if whose == "unverified":
        EmailAddress.objects.create(user=person, email=invitation.address, verified=False)
    assert client.post(link(invitation)).status_code == 422
    assert not Affiliation.objects.exists()
    if whose != "nobody's":
        assert "You are signed in as" in client.get(link(invitation)).content.decode()


@pytest.mark.parametrize("how", ["expired", "revoked"])
def test_what_is_over_says_so_and_opens_nothing(client, home, how):
    invitation = InvitationFactory(**{how: True})
    client.force_login(UserFactory(email=invitation.address))
    assert client.get(link(invitation)).status_code == 410
    response = client.post(link(invitation))
    assert response.status_code == 410
    assert "It has expired or was taken back." in response.content.decode()
    assert not Affiliation.objects.exists()


@pytest.mark.parametrize("token", ["0" * 64, "guess", "-", "a" * 3000])
def test_a_guessed_link_does_not_exist(client, home, token):
    InvitationFactory()
    assert client.get(f"/join/invitations/{token}/").status_code == 404


def test_the_database_holds_no_link_that_works(home):
    invitation = InvitationFactory()
    token = token_of(invitation.seed)
    assert token not in str(Invitation.objects.values().get())
    assert len(invitation.token_hash) == 64


def test_sending_again_makes_a_new_link_and_the_old_one_is_dead(client, home, mailoutbox):
    invitation = invite()
    old = link(invitation)
    invitation = send_again(invitation=invitation, actor=UserFactory(), now=timezone.now())
    assert client.get(old).status_code == 404
    assert client.get(link(invitation)).status_code == 200
    send_due()
    [mail] = mailoutbox  # the first one was not sent yet, and says nothing any more
    assert LINK.search(mail.body)[0] == link(invitation)
    assert invitation.expires_at - invitation.sent_at == timedelta(days=30)


def test_what_was_revoked_before_it_was_mailed_is_not_mailed(home, mailoutbox):
    revoke_invitation(invitation=invite(), actor=UserFactory(), now=timezone.now())
    send_due()
    assert mailoutbox == []


def test_an_address_has_one_open_invitation_to_a_city(home):
    city = CityFactory()
    first = invite(organisation=city)
    assert invite(organisation=city, address="ANA@new.example") == first
    assert Delivery.objects.count() == 1
    revoke_invitation(invitation=first, actor=UserFactory(), now=timezone.now())
    assert invite(organisation=city) != first


def test_whoever_asked_or_belongs_already_gets_the_role(home):
    invitation = InvitationFactory()
    for state in ({"requested": True}, {}):
        person = UserFactory()
        EmailAddress.objects.filter(email=invitation.address).delete()
        EmailAddress.objects.create(user=person, email=invitation.address, verified=True)
        row = AffiliationFactory(city=invitation.city, person=person, **state)
        Invitation.objects.update(state=InvitationState.OPEN, ended_at=None)
        assert accept_invitation(invitation=invitation, person=person, now=timezone.now()) == row
        row.refresh_from_db()
        assert (row.is_approved, row.role) == (True, "coordinator")


def test_no_invitation_takes_a_coordinators_role_away(home):
    invitation = InvitationFactory(role=AffiliationRole.OFFICIAL)
    person = UserFactory(email=invitation.address)
    row = AffiliationFactory(city=invitation.city, person=person, coordinator=True)
    accept_invitation(invitation=invitation, person=person, now=timezone.now())
    row.refresh_from_db()
    assert row.role == "coordinator"


def test_a_partners_representative_is_invited_alike(client, home):
    invitation = InvitationFactory(to_partner=True)
    person = UserFactory(email=invitation.address)
    client.force_login(person)
    client.post(link(invitation))
    assert person.affiliations.get().partner == invitation.partner


def test_the_audit_log_tells_what_was_done_and_to_whom_it_went_is_not_in_it(home):
    invitation = invite()
    person = UserFactory(email=invitation.address)
    send_again(invitation=invitation, actor=UserFactory(), now=timezone.now())
    accept_invitation(invitation=invitation, person=person, now=timezone.now())
    with pytest.raises(InvitationClosed):
        send_again(invitation=invitation, actor=person, now=timezone.now())
    entries = AuditEntry.objects.of(invitation).order_by("pk")
    assert [one.action.partition(".")[2] for one in entries] == ["sent", "sent again", "accepted"]
    assert "new.example" not in str([one.details for one in AuditEntry.objects.all()])


def test_staff_send_again_and_revoke(client, home):
    client.force_login(UserFactory(administrator=True))
    invitation = InvitationFactory()
    assert invitation.address in client.get(DESK).content.decode()
    page = client.get(f"{DESK}{invitation.pk}/").content.decode()
    assert invitation.address in page
    client.post(f"{DESK}{invitation.pk}/", {"act": "again"})
    invitation.refresh_from_db()
    assert invitation.sendings == 2
    client.post(f"{DESK}{invitation.pk}/", {"act": "revoke"})
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.REVOKED
    page = client.post(f"{DESK}{invitation.pk}/", {"act": "again"}, follow=True).content.decode()
    assert "It was accepted or revoked meanwhile." in page


def test_the_desk_is_for_moderators(client, home):
    grant_staff_permissions()
    invitation = InvitationFactory()
    for group, status in ((EDITORS, 302), (MODERATORS, 200)):
        client.force_login(UserFactory(staff=True, groups=[group]))
        for path in ("", "sheet/", f"{invitation.pk}/"):
            assert client.get(DESK + path).status_code == status, path
    client.force_login(UserFactory(staff=True, groups=[EDITORS]))
    client.post(f"{DESK}{invitation.pk}/", {"act": "revoke"})
    invitation.refresh_from_db()
    assert invitation.is_open
