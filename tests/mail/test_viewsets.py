"""The record of mail, as staff see it."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from network.accounts.models import User
from network.core.permissions import ReadOnlyPolicy
from network.mail.models import Delivery
from tests.factories.accounts import UserFactory
from tests.factories.mail import DeliveryFactory

pytestmark = pytest.mark.django_db

RECORD = "/admin/deliveries/"


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    """Let staff in by a session alone; the second factor has tests of its own."""
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def administrator(client, home):
    """Sign in an administrator."""
    client.force_login(UserFactory(administrator=True))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["gone@example.org", "ana@example.org"]),
        ("state=failed", ["gone@example.org"]),
        ("kind=note&q=ana", ["ana@example.org"]),
        ("created_at_from=2024-12-04", []),
    ],
)
def test_the_record_is_searched_and_filtered(client, administrator, note, query, found):
    DeliveryFactory(address="ana@example.org", sent=True)
    DeliveryFactory(address="gone@example.org", failed=True, error="5.1.1 No such user")
    page = client.get(f"{RECORD}?{query}").content.decode()
    assert [name for name in ("gone@example.org", "ana@example.org") if name in page] == found
    assert ("550 5.1.1 No such user" in page) == ("gone@example.org" in found)


def test_a_mail_is_inspected_and_never_changed(client, administrator, note):
    delivery = DeliveryFactory(skipped=True)
    page = client.get(f"{RECORD}inspect/{delivery.pk}/").content.decode()
    assert delivery.message_id.strip("<>") in page
    for path in (f"edit/{delivery.pk}/", f"delete/{delivery.pk}/", "new/"):
        assert client.post(RECORD + path, {"state": "pending"}).status_code == 302
    assert Delivery.objects.get().state == "skipped"


def test_the_record_fires_as_many_queries_for_twenty_as_for_one(
    client, administrator, django_assert_num_queries
):
    DeliveryFactory(recipient=UserFactory(), address="")
    client.get(RECORD)
    with CaptureQueriesContext(connection) as one:
        client.get(RECORD)
    for person in UserFactory.create_batch(19):
        DeliveryFactory(recipient=person, address="")
    with django_assert_num_queries(len(one)):
        client.get(RECORD)


def test_only_administrators_and_those_who_may_see_the_record(client, home):
    person = UserFactory(staff=True)
    group = Group.objects.create(name="Some staff")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    person.groups.add(group)
    client.force_login(person)
    delivery = DeliveryFactory()
    for path in ("", f"inspect/{delivery.pk}/"):
        assert client.get(RECORD + path).status_code == 302
    group.permissions.add(Permission.objects.get(codename="view_delivery"))
    assert delivery.address in client.get(RECORD).content.decode()
    policy, viewer = ReadOnlyPolicy(Delivery), User.objects.get(pk=person.pk)
    assert policy.user_has_any_permission(viewer, ["view", "change"])
    assert not policy.user_has_any_permission(viewer, ["add", "change", "delete"])
