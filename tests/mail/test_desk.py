"""What staff see of the mail day by day, and mails that they have sent again."""

import pytest
from django.utils import timezone

from network.core.models import AuditEntry
from network.mail.enums import DeliveryState
from network.mail.models import Delivery
from network.mail.sending import send_due
from network.mail.services import CannotResend, resend
from tests.factories.accounts import UserFactory
from tests.factories.mail import NOON, DeliveryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def administrator(client, home, settings):
    """Sign in an administrator by a session alone; the second factor has tests of its own."""
    settings.REQUIRE_SECOND_FACTOR = False
    person = UserFactory(administrator=True)
    client.force_login(person)
    return person


def test_a_day_shows_what_became_of_its_mail_and_leads_to_it(client, note):
    now = timezone.now()
    DeliveryFactory(due_at=now, sent=True)
    DeliveryFactory(due_at=now, sent=True)
    DeliveryFactory(due_at=now, failed=True)
    DeliveryFactory(due_at=now, skipped=True)
    DeliveryFactory(sent=True)  # years ago
    page = client.get("/admin/deliveries/days/").content.decode()
    table = page.split("<tbody>")[1].split("</tbody>")[0]
    numbers = [part.split("<")[0] for part in table.split("<td>")[1:]]
    assert numbers == ["0", "0", "2", "1", "1", "May no longer see it: 1"]
    day = timezone.localdate().isoformat()
    listed = client.get(f"/admin/deliveries/?due_at_from={day}&due_at_to={day}").content.decode()
    assert listed.count("reader") >= 4


def test_an_empty_report_says_so(client):
    assert "No mail has fallen due" in client.get("/admin/deliveries/days/").content.decode()


def test_all_mail_to_a_person_is_one_list(client, note):
    ana, bo = UserFactory(email="ana@example.org"), UserFactory(email="bo@example.org")
    for person in (ana, bo):
        DeliveryFactory(recipient=person, address="", sent=True)
    page = client.get(f"/admin/deliveries/?recipient={ana.pk}").content.decode()
    assert "ana@example.org" in page
    assert "bo@example.org" not in page


def test_a_mail_is_made_and_sent_again_with_a_reason(client, administrator, note, smtp):
    delivery = DeliveryFactory(address="ana@example.org", failed=True)
    path = f"/admin/deliveries/again/{delivery.pk}/"
    assert "This field is required" in client.post(path, {"reason": " "}).content.decode()
    assert Delivery.objects.count() == 1
    response = client.post(path, {"reason": "Her mailbox was full."})
    again = Delivery.objects.exclude(pk=delivery.pk).get()
    assert response.url == f"/admin/deliveries/inspect/{again.pk}/"
    send_due(clock=timezone.now)
    again.refresh_from_db()
    assert again.state == DeliveryState.SENT
    assert again.message_id != delivery.message_id
    assert [mail["To"] for mail in smtp.received] == ["ana@example.org"]
    entry = AuditEntry.objects.get(action="mail.resent")
    assert entry.actor_key == administrator.pk
    assert "Her mailbox was full." in client.get(response.url).content.decode()


def test_what_is_on_its_way_or_has_lost_its_address_is_not_sent_again(note, administrator):
    waiting = DeliveryFactory()
    forgotten = DeliveryFactory(address="", sent=True)
    for delivery in (waiting, forgotten):
        with pytest.raises(CannotResend):
            resend(delivery=delivery, reason="x", sent_by=administrator, now=NOON)


def test_it_can_be_sent_again_twice(note, administrator):
    delivery = DeliveryFactory(sent=True)
    keys = [
        resend(delivery=delivery, reason="x", sent_by=administrator, now=NOON).period_key for _n in range(2)
    ]
    assert keys == [f"{delivery.period_key} again 1", f"{delivery.period_key} again 2"]
