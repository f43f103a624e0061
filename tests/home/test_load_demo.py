"""The demo's command, apart from what it loads."""

from io import StringIO

from django.core.management import call_command

from network.accounts.models import User
from network.home.management.commands import load_demo
from network.home.models import PriorityPage


def load(monkeypatch, **options) -> str:
    monkeypatch.setattr(load_demo, "PARTS", ())
    out = StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()


def test_without_the_demo_settings_there_are_no_users_with_a_public_password(db, settings, monkeypatch):
    settings.DEMO_MAILBOX = False
    said = load(monkeypatch)
    assert PriorityPage.objects.count() == 13
    assert not User.objects.exists()
    assert "--with-users" in said


def test_with_the_demo_settings_there_is_a_user_for_each_role(db, settings, monkeypatch):
    settings.DEMO_MAILBOX = True
    said = load(monkeypatch)
    assert User.objects.count() == 10
    assert "interurban-demo" in said


def test_somebody_who_has_such_an_address_already_keeps_her_password(db, settings, monkeypatch):
    person = User.objects.create_user("editor@interurban.example", "a password of her own")
    settings.DEMO_MAILBOX = True
    load(monkeypatch)
    person.refresh_from_db()
    assert person.check_password("a password of her own")
    assert not person.groups.exists()
