"""Handing mails to a real server, and what each of its answers leads to."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from network.accounts.models import User
from network.mail.backoff import MAX_ATTEMPTS
from network.mail.enums import DeliveryState, SkipReason
from network.mail.kinds import MailKind, Message, kinds
from network.mail.models import Delivery, Suppression
from network.mail.models.suppression import address_hash
from network.mail.sending import BATCH, LEASE, claim, send_batch, send_due, send_one
from tests.factories.mail import NOON, DeliveryFactory

pytestmark = pytest.mark.django_db


def at_noon():
    return NOON


def sent_with(note, **fields) -> Delivery:
    """Send one mail and return it as the database has it now."""
    delivery = DeliveryFactory(**fields)
    send_due(clock=at_noon)
    delivery.refresh_from_db()
    return delivery


def test_an_accepted_mail_is_sent(note, smtp):
    delivery = sent_with(note, data={"subject": "Grüße aus Łódź", "text": "Hello"})
    assert (delivery.state, delivery.smtp_code, delivery.attempts) == (DeliveryState.SENT, 250, 1)
    assert delivery.ended_at == NOON
    [mail] = smtp.received
    assert mail["Subject"] == "Grüße aus Łódź"
    assert mail["To"] == delivery.address
    assert mail["Message-ID"] == delivery.message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert not [name for name in mail if name.startswith("List-")]
    assert mail.get_body(("plain",)).get_content().strip() == "Hello"
    assert mail.get_body(("html",)).get_content().strip() == "<p>Hello</p>"


def test_one_connection_carries_a_whole_sweep(note, smtp):
    DeliveryFactory.create_batch(BATCH + 5)
    assert send_due(clock=at_noon) == {DeliveryState.SENT: BATCH + 5}
    assert len(smtp.received) == BATCH + 5
    assert len(smtp.sessions) == 1  # and the batches of a sweep share it


def test_a_mail_that_is_not_due_waits(note, smtp):
    delivery = sent_with(note, next_at=NOON + timedelta(seconds=1))
    assert delivery.state == DeliveryState.PENDING
    assert smtp.received == []


def test_a_sent_mail_is_not_sent_again_however_often_it_is_woken(note, smtp):
    delivery = sent_with(note)
    send_one(pk=delivery.pk, clock=at_noon)
    send_due(clock=lambda: NOON + timedelta(days=9))
    assert len(smtp.received) == 1


@pytest.mark.parametrize("reply", ["450 4.2.1 Mailbox busy", "421 4.3.2 Shutting down"])
def test_a_temporary_refusal_is_tried_again_later(note, smtp, reply):
    smtp.recipient_replies["ana@example.org"] = reply
    delivery = sent_with(note, address="ana@example.org")
    assert delivery.state == DeliveryState.PENDING
    assert delivery.smtp_code == int(reply[:3])
    assert NOON + timedelta(seconds=30) <= delivery.next_at <= NOON + timedelta(seconds=60)
    smtp.recipient_replies.clear()
    first_id = delivery.message_id
    send_due(clock=lambda: delivery.next_at)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.SENT, 2)
    assert smtp.received[0]["Message-ID"] == first_id


def test_an_address_that_does_not_exist_fails_and_gets_no_more_mail(note, smtp):
    smtp.recipient_replies["gone@example.org"] = "550 5.1.1 No such user"
    delivery = sent_with(note, address="gone@example.org")
    assert (delivery.state, delivery.smtp_code) == (DeliveryState.FAILED, 550)
    assert "No such user" in delivery.error
    assert Suppression.objects.filter(address_hash=address_hash("GONE@example.org")).exists()
    smtp.recipient_replies.clear()
    later = sent_with(note, address="gone@example.org")
    assert (later.state, later.skip_reason) == (DeliveryState.SKIPPED, SkipReason.SUPPRESSED)
    assert smtp.received == []


def test_a_refusal_by_policy_fails_without_suppressing_the_address(note, smtp):
    smtp.recipient_replies["ana@example.org"] = "550 5.7.1 Relaying denied"
    delivery = sent_with(note, address="ana@example.org")
    assert delivery.state == DeliveryState.FAILED
    assert not Suppression.objects.exists()


def test_refused_content_fails_without_suppressing_the_address(note, smtp):
    smtp.data_replies = ["554 5.6.0 Message refused"]
    delivery = sent_with(note)
    assert (delivery.state, delivery.smtp_code) == (DeliveryState.FAILED, 554)
    assert not Suppression.objects.exists()


def test_a_refused_sender_is_our_fault_and_loses_no_mail(note, smtp):
    smtp.sender_reply = "530 5.7.0 Authentication required"
    delivery = sent_with(note)
    assert (delivery.state, delivery.smtp_code) == (DeliveryState.PENDING, 530)


def test_one_refusal_does_not_keep_the_others_from_going_out(note, smtp):
    smtp.recipient_replies["gone@example.org"] = "550 5.1.1 No such user"
    DeliveryFactory(address="gone@example.org")
    DeliveryFactory.create_batch(2)
    assert send_due(clock=at_noon) == {DeliveryState.FAILED: 1, DeliveryState.SENT: 2}


def test_a_hanging_server_leaves_the_mail_pending(note, smtp):
    smtp.hang_seconds = 5
    delivery = sent_with(note)
    assert (delivery.state, delivery.attempts, delivery.smtp_code) == (DeliveryState.PENDING, 1, None)
    assert delivery.error
    assert delivery.next_at > NOON


def test_an_absent_server_costs_one_try_and_releases_the_rest(note, smtp):
    smtp.stop()
    DeliveryFactory.create_batch(5)
    assert send_due(clock=at_noon) == {DeliveryState.PENDING: 1}
    assert sorted(Delivery.objects.values_list("attempts", flat=True)) == [0, 0, 0, 0, 1]
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.PENDING}


def test_past_the_cap_a_mail_fails(note, smtp):
    smtp.recipient_replies["ana@example.org"] = "450 4.2.1 Mailbox busy"
    delivery = sent_with(note, address="ana@example.org", attempts=MAX_ATTEMPTS - 1)
    assert (delivery.state, delivery.attempts) == (DeliveryState.FAILED, MAX_ATTEMPTS)


def test_a_mail_that_kills_its_workers_fails_in_the_end(note, smtp):
    delivery = sent_with(note, sending=True, lease_until=NOON - timedelta(seconds=1), attempts=MAX_ATTEMPTS)
    assert delivery.state == DeliveryState.FAILED
    assert smtp.received == []


def test_a_mail_that_cannot_be_rendered_waits_and_the_others_go_out(note, smtp, caplog):
    broken = DeliveryFactory(data={"broken": True})
    DeliveryFactory()
    assert send_due(clock=at_noon) == {DeliveryState.PENDING: 1, DeliveryState.SENT: 1}
    broken.refresh_from_db()
    assert broken.error == "ValueError: no such template"
    assert "could not be rendered" in caplog.text


def test_permission_is_asked_again_at_the_moment_of_sending(note, smtp):
    note.allowed = False
    delivery = sent_with(note)
    assert (delivery.state, delivery.skip_reason) == (DeliveryState.SKIPPED, SkipReason.NO_ACCESS)
    assert note.rendered == []
    assert smtp.received == []


def test_nothing_to_say_is_no_mail(note, smtp):
    delivery = sent_with(note, data={"empty": True})
    assert (delivery.state, delivery.skip_reason) == (DeliveryState.SKIPPED, SkipReason.EMPTY)


def test_somebody_deactivated_meanwhile_gets_no_mail(note, smtp):
    person = User.objects.create_user("ana@example.org", is_active=False)
    delivery = sent_with(note, recipient=person, address="")
    assert (delivery.state, delivery.skip_reason) == (DeliveryState.SKIPPED, SkipReason.INACTIVE)


def test_a_person_is_written_to_at_the_address_she_has_now(note, smtp):
    person = User.objects.create_user("old@example.org")
    DeliveryFactory(recipient=person, address="")
    User.objects.filter(pk=person.pk).update(email="new@example.org")
    send_due(clock=at_noon)
    assert smtp.received[0]["To"] == "new@example.org"


def test_a_mail_speaks_the_language_and_tells_the_time_of_its_reader(smtp):
    seen = []

    def render(delivery, recipient):
        seen.append((translation.get_language(), timezone.get_current_timezone_name()))
        return Message("Subject", "Text", "<p>Text</p>")

    kinds.register(MailKind("where", "Where", render))
    person = User.objects.create_user("ana@example.org", locale="ar", time_zone="Europe/Warsaw")
    DeliveryFactory(kind="where", recipient=person, address="")
    send_due(clock=at_noon)
    assert seen == [("ar", "Europe/Warsaw")]


def test_a_line_break_in_a_subject_starts_no_header(note, smtp):
    sent_with(note, data={"subject": "Hello\r\nBcc: everyone@example.org\x85X: y"})
    [mail] = smtp.received
    assert mail["Subject"] == "Hello Bcc: everyone@example.org X: y"
    assert mail["Bcc"] is None


def test_a_batch_that_takes_too_long_is_released_before_its_lease_ends(note, smtp):
    DeliveryFactory.create_batch(3)
    times = iter([NOON, NOON, NOON, NOON + LEASE * 0.6])
    batch = claim(now=NOON)
    assert send_batch(batch, clock=lambda: next(times)) == {DeliveryState.SENT: 1}
    assert Delivery.objects.filter(state=DeliveryState.PENDING, owner_token=None, attempts=0).count() == 2


def test_a_crash_between_the_servers_yes_and_the_commit_repeats_the_same_message_id(note, smtp, monkeypatch):
    delivery = DeliveryFactory()

    def killed(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("network.mail.sending._record", killed)
        send_due(clock=at_noon)
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENDING
    send_due(clock=lambda: NOON + LEASE - timedelta(seconds=1))
    assert len(smtp.received) == 1
    send_due(clock=lambda: NOON + LEASE + timedelta(seconds=1))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.SENT, 2)
    assert [mail["Message-ID"] for mail in smtp.received] == [delivery.message_id] * 2
