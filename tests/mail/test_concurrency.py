"""Several workers at one outbox: real threads, each with its own connection to the database."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from network.mail.enums import DeliveryState
from network.mail.kinds import MailKind, Message, kinds
from network.mail.models import Delivery
from network.mail.sending import LEASE, claim, send_batch, send_due
from network.mail.services import send_notice
from tests.factories.mail import NOON, DeliveryFactory

pytestmark = pytest.mark.django_db(transaction=True)


def in_threads(count, work):
    """Start ``work(number)`` in threads that begin together; return their results, raise their errors."""
    results, errors, start = [], [], threading.Barrier(count)

    def run(number):
        try:
            start.wait()
            results.append(work(number))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not errors, errors
    return results


def test_two_workers_never_take_the_same_mail(note):
    DeliveryFactory.create_batch(60)

    def take_all(_number):
        taken = []
        while batch := claim(now=NOON, size=7):
            taken += [delivery.pk for delivery in batch]
        return taken

    taken = [pk for pks in in_threads(4, take_all) for pk in pks]
    assert len(taken) == len(set(taken)) == 60


def test_sweeps_at_the_same_moment_send_each_mail_once(note, smtp):
    DeliveryFactory.create_batch(30)
    in_threads(3, lambda _number: send_due(clock=lambda: NOON))
    assert len(smtp.received) == 30
    assert len({mail["Message-ID"] for mail in smtp.received}) == 30
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.SENT}


def test_a_form_sent_twice_at_the_same_moment_mails_once(note, mailoutbox):
    found = in_threads(
        4, lambda _number: send_notice(kind="note", event="a:1", address="ana@example.org", now=NOON).pk
    )
    assert len(set(found)) == 1
    assert Delivery.objects.count() == 1
    assert len(mailoutbox) == 1


def test_a_slow_worker_does_not_overrule_the_one_that_took_over(smtp):
    """The first worker hangs until its lease is over; its late "sent" must not be written."""
    hanging, taken_over = threading.Event(), threading.Event()

    def render(delivery, recipient):
        if threading.current_thread().name == "slow":
            hanging.set()
            assert taken_over.wait(30)
        return Message("Slow", "Slow", "<p>Slow</p>")

    kinds.register(MailKind("slow", "Slow", render))
    delivery = DeliveryFactory(kind="slow")
    tallies = {}

    def slow():
        try:
            tallies["slow"] = send_batch(claim(now=NOON), clock=lambda: NOON)
        finally:
            connection.close()

    thread = threading.Thread(target=slow, name="slow")
    thread.start()
    assert hanging.wait(30)
    later = NOON + LEASE + timedelta(seconds=1)
    tallies["second"] = send_due(clock=lambda: later)
    taken_over.set()
    thread.join(30)
    delivery.refresh_from_db()
    assert tallies == {"second": {DeliveryState.SENT: 1}, "slow": {"lost": 1}}
    assert (delivery.state, delivery.ended_at, delivery.attempts) == (DeliveryState.SENT, later, 2)
    assert {mail["Message-ID"] for mail in smtp.received} == {delivery.message_id}


def test_a_worker_whose_lease_was_taken_over_does_not_even_begin(note, smtp):
    delivery = DeliveryFactory()
    stale = claim(now=NOON)
    later = NOON + LEASE + timedelta(seconds=1)
    fresh = claim(now=later)
    assert send_batch(stale, clock=lambda: NOON) == {"lost": 1}
    assert smtp.received == []
    assert send_batch(fresh, clock=lambda: later) == {DeliveryState.SENT: 1}
    delivery.refresh_from_db()
    assert delivery.attempts == 2  # each taking is a try
