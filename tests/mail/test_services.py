"""Writing to the outbox."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from network.accounts.models import User
from network.mail.enums import DeliveryState
from network.mail.kinds import UnknownKind
from network.mail.models import Delivery
from network.mail.services import send_notice
from tests.factories.mail import NOON, DeliveryFactory

pytestmark = pytest.mark.django_db


def test_a_notice_waits_in_the_outbox_until_the_commit(note, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        delivery = send_notice(kind="note", event="a:1", address="Ana@Example.org", now=NOON)
        assert delivery.state == DeliveryState.PENDING
        assert mailoutbox == []
    assert [mail.to for mail in mailoutbox] == [["ana@example.org"]]
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENT


def test_the_same_event_mails_once(note, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = send_notice(kind="note", event="a:1", address="ana@example.org", now=NOON)
        second = send_notice(kind="note", event="a:1", address="ANA@example.org", now=NOON)
    assert first == second
    assert len(mailoutbox) == 1


def test_another_event_mails_again(note, mailoutbox, django_capture_on_commit_callbacks):
    person = User.objects.create_user("ana@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        send_notice(kind="note", event="a:1", recipient=person, now=NOON)
        send_notice(kind="note", event="a:2", recipient=person, now=NOON)
    assert len(mailoutbox) == 2


def test_a_rolled_back_form_mails_nothing(note, mailoutbox):
    with pytest.raises(RuntimeError), transaction.atomic():
        send_notice(kind="note", event="a:1", address="ana@example.org", now=NOON)
        raise RuntimeError
    assert not Delivery.objects.exists()
    assert mailoutbox == []


def test_an_unknown_kind_is_refused_at_once():
    with pytest.raises(UnknownKind):
        send_notice(kind="no such kind", event="a:1", address="ana@example.org", now=NOON)


@pytest.mark.parametrize("address", ["ana", "ana@example.org\nBcc: all@example.org", "a@b, c@d"])
def test_a_malformed_address_is_refused(note, address):
    with pytest.raises(ValidationError):
        send_notice(kind="note", event="a:1", address=address, now=NOON)


def test_a_mail_has_one_recipient_either_a_person_or_an_address():
    person = User.objects.create_user("ana@example.org")
    for wrong in ({"recipient": person, "address": "ana@example.org"}, {"recipient": None, "address": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DeliveryFactory(**wrong)


def test_a_mail_is_leased_while_it_is_being_sent_and_at_no_other_time():
    with pytest.raises(IntegrityError), transaction.atomic():
        DeliveryFactory(state=DeliveryState.SENDING)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeliveryFactory(sending=True, state=DeliveryState.PENDING)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeliveryFactory(sent=True, ended_at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeliveryFactory(skipped=True, skip_reason="")


def test_without_a_broker_the_form_still_succeeds(note, settings, caplog, django_capture_on_commit_callbacks):
    from kombu.exceptions import OperationalError

    from network.mail import tasks

    def no_broker(*args, **kwargs):
        raise OperationalError("connection refused")

    with pytest.MonkeyPatch.context() as patch, django_capture_on_commit_callbacks(execute=True):
        patch.setattr(tasks.send_delivery, "apply_async", no_broker)
        delivery = send_notice(kind="note", event="a:1", address="ana@example.org", now=NOON)
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.PENDING
    assert "No worker was woken" in caplog.text
