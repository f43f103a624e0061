"""The last mail to somebody who was erased, and that nothing of her address stays behind it."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from network.accounts.privacy.erasure import erase_person
from network.mail.backoff import MAX_ATTEMPTS
from network.mail.enums import DeliveryState
from network.mail.farewell import ERASED
from network.mail.kinds import Recipient, kinds
from network.mail.models import Delivery, Suppression
from network.mail.sending import LEASE, send_due
from network.mail.suppression import suppress_address
from tests.factories.accounts import UserFactory
from tests.factories.mail import DeliveryFactory
from tests.snapshots import assert_snapshot

SNAPSHOTS = Path(__file__).parent / "snapshots"
ADDRESS = "quillanne@people.example"
NOW = timezone.now()


def later():
    return NOW + timedelta(hours=1)


@pytest.fixture
def erased(home, smtp):
    """Erase a person, and return the record of the mail that tells her."""
    person = UserFactory(name="Quillanne", email=ADDRESS)
    erase_person(person=person, erased_by=person, now=NOW)
    return Delivery.objects.get(kind=ERASED)


def traces() -> list[str]:
    """Return the rows of the tables of mail in which her address, or its hash, still stands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM mail_delivery")
        rows = [str(row) for row in cursor.fetchall()]
    return [row for row in rows if "quillanne" in row.lower()] + list(Suppression.objects.all())


def test_it_goes_to_her_address_and_the_record_forgets_it(erased, smtp):
    assert erased.address == ADDRESS and traces()
    assert send_due(clock=later) == {DeliveryState.SENT: 1}
    [mail] = smtp.received
    assert mail["To"] == ADDRESS
    erased.refresh_from_db()
    assert (erased.state, erased.address, erased.recipient) == (DeliveryState.SENT, "", None)
    assert traces() == []


def test_a_server_that_repeats_the_address_leaves_none_in_the_record(erased, smtp):
    smtp.recipient_replies[ADDRESS] = f"550 5.1.1 <{ADDRESS}> is not known"
    assert send_due(clock=later) == {DeliveryState.FAILED: 1}
    erased.refresh_from_db()
    assert (erased.smtp_code, erased.error) == (550, "")
    assert traces() == []


def test_a_mail_that_is_given_up_forgets_the_address_too(erased, smtp):
    Delivery.objects.update(attempts=MAX_ATTEMPTS - 1)
    smtp.recipient_replies[ADDRESS] = f"450 4.2.0 <{ADDRESS}> is greylisted"
    assert send_due(clock=later) == {DeliveryState.FAILED: 1}
    assert traces() == []


def test_a_mail_whose_workers_died_forgets_the_address_too(erased, smtp):
    Delivery.objects.update(attempts=MAX_ATTEMPTS)
    assert send_due(clock=later) == {DeliveryState.FAILED: 1}
    assert traces() == []


def test_a_mail_that_is_not_sent_forgets_the_address_too(erased, smtp):
    suppress_address(address=ADDRESS, now=NOW)
    assert send_due(clock=later) == {DeliveryState.SKIPPED: 1}
    Suppression.objects.all().delete()
    assert traces() == []


def test_while_it_waits_the_address_is_kept(erased, smtp):
    smtp.recipient_replies[ADDRESS] = "450 4.2.0 greylisted"
    send_due(clock=later)
    erased.refresh_from_db()
    assert (erased.state, erased.address) == (DeliveryState.PENDING, ADDRESS)
    smtp.recipient_replies.clear()
    assert send_due(clock=lambda: later() + LEASE) == {DeliveryState.SENT: 1}
    assert traces() == []


def test_other_mail_keeps_its_address(note, smtp, db):
    delivery = DeliveryFactory()
    send_due(clock=later)
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENT and delivery.address


def test_only_a_mail_that_has_ended_may_be_without_an_address(db):
    with pytest.raises(IntegrityError):
        DeliveryFactory(address="")


def test_an_address_that_was_never_shown_to_be_hers_is_not_written_to(home):
    person = UserFactory(verified=False)
    erase_person(person=person, erased_by=person, now=NOW)
    assert not Delivery.objects.exists()


def test_who_is_erased_by_an_administrator_is_told_so(home):
    erase_person(person=UserFactory(), erased_by=UserFactory(administrator=True), now=NOW)
    assert Delivery.objects.get().data == {"language": "en", "asked_herself": False}


@pytest.mark.parametrize(("name", "asked_herself"), [("erased", True), ("erased_by_staff", False)])
def test_how_it_reads(home, name, asked_herself):
    data = {"language": "en", "asked_herself": asked_herself}
    recipient = Recipient(ADDRESS, "en", "UTC")
    message = kinds.get(ERASED).render(DeliveryFactory.build(kind=ERASED, data=data), recipient)
    assert_snapshot(SNAPSHOTS / f"{name}.txt", f"Subject: {message.subject}\n\n{message.text}")
    assert_snapshot(SNAPSHOTS / f"{name}.html", message.html)
    assert "Challenges that you wrote for your city" in message.text


def test_staff_see_in_the_record_that_there_was_a_mail(client, erased, smtp, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    send_due(clock=later)
    client.force_login(UserFactory(administrator=True))
    page = client.get("/admin/deliveries/").content.decode()
    assert "somebody who was erased" in page
    assert client.get(f"/admin/deliveries/inspect/{erased.pk}/").status_code == 200
