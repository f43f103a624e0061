"""What the clock starts is there, and does its work."""

from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from network.home.tasks import clear_expired_sessions, publish_scheduled
from tests.factories.home import StandardPageFactory


def test_every_task_of_the_schedule_is_registered(db):
    current_app.loader.import_default_modules()
    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert names
    assert names <= set(current_app.tasks)


def test_a_page_whose_time_has_come_is_published(client, home, monkeypatch):
    page = StandardPageFactory(parent=home, slug="later", live=False)
    page.go_live_at = timezone.now() + timedelta(minutes=5)
    page.save_revision().publish()
    assert client.get("/later/").status_code == 404
    publish_scheduled.delay()
    assert client.get("/later/").status_code == 404
    later = timezone.now() + timedelta(minutes=6)
    monkeypatch.setattr(timezone, "now", lambda: later)
    publish_scheduled.delay()
    assert client.get("/later/").status_code == 200


def test_a_page_whose_time_is_over_is_taken_down(client, home):
    page = StandardPageFactory(parent=home, slug="over")
    page.expire_at = timezone.now() - timedelta(minutes=1)
    page.save()
    publish_scheduled.delay()
    assert client.get("/over/").status_code == 404


def test_sessions_that_ended_are_forgotten(db):
    now = timezone.now()
    Session.objects.create(session_key="ended", session_data="", expire_date=now - timedelta(minutes=1))
    Session.objects.create(session_key="open", session_data="", expire_date=now + timedelta(minutes=1))
    clear_expired_sessions.delay()
    assert [session.session_key for session in Session.objects.all()] == ["open"]
