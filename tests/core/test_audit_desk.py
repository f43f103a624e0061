"""The audit log: who reads it, what it says, and which openings and changes of roles it holds."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from network.core.audit import record
from network.core.break_glass import note_opening
from network.core.models import AuditEntry
from network.home.staff import EDITORS
from tests.factories.accounts import UserFactory
from tests.factories.joining import InterestFactory, InvitationFactory
from tests.factories.mail import DeliveryFactory


@pytest.fixture
def administrator(client, home, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    person = UserFactory(administrator=True, name="Ada Example")
    client.force_login(person)
    return person


@pytest.fixture
def member(db):
    return UserFactory(name="Mo Example")


def entries(action: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action=action))


def test_it_names_who_did_what_while_the_account_exists(client, administrator, member):
    record(action="affiliation.approved", subject=member, actor=member, now=timezone.now(), city=7)
    record(action="cycle.counted", subject=member, actor=None, now=timezone.now())
    page = client.get("/admin/audit/").content.decode()
    assert "Mo Example" in page
    assert "the portal itself" in page
    assert "city: 7" in page
    key = member.pk
    member.delete()
    page = client.get("/admin/audit/").content.decode()
    assert "Mo Example" not in page
    assert f"account {key}" in page


def test_it_is_narrowed_and_exported(client, administrator, member):
    record(action="affiliation.approved", subject=member, actor=member, now=timezone.now())
    record(action="cycle.counted", subject=member, actor=None, now=timezone.now())
    page = client.get("/admin/audit/", {"action": "cycle.counted"}).content.decode()
    assert page.count("cycle.counted") > page.count("affiliation.approved")
    sheet = b"".join(client.get("/admin/audit/", {"export": "csv"}).streaming_content).decode()
    assert "affiliation.approved" in sheet


def test_it_takes_as_many_queries_for_one_entry_as_for_twenty(
    client, administrator, member, django_assert_max_num_queries
):
    counts = []
    for more in (1, 19):
        for _ in range(more):
            record(action="affiliation.approved", subject=member, actor=member, now=timezone.now())
        client.get("/admin/audit/")
        with django_assert_max_num_queries(60) as asked:
            client.get("/admin/audit/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("address", ["/admin/audit/new/", "/admin/audit/edit/{}/", "/admin/audit/delete/{}/"])
def test_nobody_changes_it(client, administrator, member, address):
    entry = record(action="cycle.counted", subject=member, actor=None, now=timezone.now())
    client.post(address.format(entry.pk), {"action": "other"})
    entry.refresh_from_db()
    assert entry.action == "cycle.counted"


def test_opening_what_is_somebodys_own_leaves_a_trace(client, administrator, member):
    invitation, interest = InvitationFactory(), InterestFactory()
    mail = DeliveryFactory()
    for address, subject in (
        (f"/admin/users/edit/{member.pk}/", member),
        (f"/admin/invitations/{invitation.pk}/", invitation),
        (f"/admin/interests/{interest.pk}/", interest),
        (f"/admin/deliveries/inspect/{mail.pk}/", mail),
    ):
        assert client.get(address).status_code == 200, address
        entry = AuditEntry.objects.of(subject).get(action="private.opened")
        assert entry.actor_key == administrator.pk


def test_coming_back_within_the_hour_is_the_same_opening(administrator, member):
    now = timezone.now()
    assert note_opening(subject=member, opened_by=administrator, now=now)
    assert note_opening(subject=member, opened_by=administrator, now=now + timedelta(minutes=59)) is None
    assert note_opening(subject=member, opened_by=administrator, now=now + timedelta(minutes=61))
    assert note_opening(subject=member, opened_by=UserFactory(), now=now)


@pytest.mark.parametrize(
    "address", ["/admin/users/", "/admin/interests/", "/admin/invitations/", "/admin/deliveries/"]
)
def test_taking_records_away_leaves_a_trace(client, administrator, address):
    response = client.get(address, {"export": "csv"})
    if response.headers["Content-Type"].startswith("text/csv"):
        b"".join(response.streaming_content)
        (entry,) = entries("private.exported")
        assert entry.actor_key == administrator.pk
        assert entry.details["rows"] >= 0
    else:  # this list offers no file
        assert entries("private.exported") == []


def test_a_change_of_roles_is_in_it(client, administrator, member):
    editors = Group.objects.get_or_create(name=EDITORS)[0]
    form = {"email": member.email, "name": member.name, "is_active": "on", "groups": [editors.pk]}
    assert client.post(f"/admin/users/edit/{member.pk}/", form).status_code == 302
    (entry,) = entries("account.roles-changed")
    assert entry.details == {"was": [], "roles": [EDITORS]}
    assert client.post(f"/admin/users/edit/{member.pk}/", form | {"name": "Mo Other"}).status_code == 302
    assert len(entries("account.roles-changed")) == 1
    client.post(f"/admin/users/edit/{member.pk}/", {"email": member.email, "name": member.name})
    assert entries("account.roles-changed")[0].details["roles"] == ["closed"]


def test_a_new_account_is_in_it(client, administrator):
    client.post("/admin/users/new/", {"email": "new@city.example", "name": "New Example", "is_superuser": "on"})
    (entry,) = entries("account.created")
    assert entry.details == {"roles": ["administrator"]}
