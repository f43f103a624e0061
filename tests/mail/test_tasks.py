"""Celery: tasks that the schedule names, and folders that the broker needs."""

from celery import Celery
from django.conf import settings

from network.celery import app, make_broker_folders
from network.mail import tasks
from network.mail.enums import DeliveryState
from tests.factories.mail import DeliveryFactory


def test_every_task_of_the_schedule_is_registered(db):
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled <= set(app.tasks)


def test_the_filesystem_broker_finds_its_folders(tmp_path):
    folder = tmp_path / "data" / "queue"
    other = Celery("other", broker_transport_options={"data_folder_in": str(folder)})
    make_broker_folders(other)
    assert folder.is_dir()


def test_the_sweep_sends_what_no_wake_up_reached(db, note, mailoutbox):
    delivery = DeliveryFactory()
    tasks.send_due()
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENT
    assert len(mailoutbox) == 1


def test_a_wake_up_for_a_mail_that_is_gone_does_nothing(db, mailoutbox):
    tasks.send_delivery(987654)
    assert mailoutbox == []
