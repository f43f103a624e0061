"""Account mail reads as it is written down in ``mails/``; ``UPDATE_SNAPSHOTS=1`` writes it anew."""

import os
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from smtplib import SMTPServerDisconnected

import pytest
from allauth.account.adapter import get_adapter
from django.core import mail
from django.template import Context, Template

from network.core.letterhead import letterhead
from network.core.models import NetworkSettings
from tests.factories.accounts import PASSWORD, UserFactory

MAILS = Path(__file__).parent / "mails"
CONTEXT = {
    "email": "ana@city.example",
    "code": "PQRS-7TVW",
    "timestamp": datetime(2026, 12, 3, 14, 5, tzinfo=UTC),
    "ip": "203.0.113.9",
    "user_agent": "Browser <b>1</b>",
    "password_reset_url": "http://testserver/account/password/reset/",
    "signup_url": "http://testserver/account/signup/",
    "from_email": "old@city.example",
    "to_email": "new@city.example",
    "deleted_email": "old@city.example",
    "provider": "City login",
}
PREFIXES = [
    "account/email/account_already_exists",
    "account/email/email_changed",
    "account/email/email_confirm",
    "account/email/email_confirmation",
    "account/email/email_confirmation_signup",
    "account/email/email_deleted",
    "account/email/login_code",
    "account/email/password_changed",
    "account/email/password_reset",
    "account/email/password_reset_key",
    "account/email/password_set",
    "account/email/unknown_account",
    "mfa/email/recovery_codes_generated",
    "mfa/email/totp_activated",
    "mfa/email/totp_deactivated",
    "mfa/email/webauthn_added",
    "mfa/email/webauthn_removed",
    "socialaccount/email/account_connected",
    "socialaccount/email/account_disconnected",
]


class Words(HTMLParser):
    """The words that a mail's HTML shows."""

    def __init__(self):
        super().__init__()
        self.text: list[str] = []
        self.hidden = False

    def handle_starttag(self, tag, attrs):
        self.hidden = tag in {"style", "title"}

    def handle_endtag(self, tag):
        self.hidden = False

    def handle_data(self, data):
        if not self.hidden and data.strip(" \n\xa0"):
            self.text.append(" ".join(data.split()))


@pytest.fixture
def letter(home):
    return lambda prefix: get_adapter().render_mail(prefix, "ana@city.example", letterhead() | CONTEXT)


@pytest.mark.parametrize("prefix", PREFIXES)
def test_mail_reads_as_written_down(letter, prefix):
    message = letter(prefix)
    words = Words()
    words.feed(message.alternatives[0].content)
    written = f"Subject: {message.subject}\n\n{message.body}\n=== HTML ===\n" + "\n".join(words.text) + "\n"
    path = MAILS / f"{prefix.replace('/email/', '-')}.txt"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.write_text(written)
    assert written == path.read_text()


@pytest.mark.parametrize("prefix", PREFIXES)
def test_mail_is_plain_and_whole(letter, prefix):
    message = letter(prefix)
    html = message.alternatives[0].content
    assert "\n" not in message.subject
    assert 10 < len(message.subject) < 70
    assert "{{" not in message.body + html
    assert "{%" not in message.body + html
    assert "&amp;" not in message.body
    assert re.findall(r"<(?:img|script|link|iframe)\b", html) == []
    assert "<b>1</b>" not in html
    assert "prefers-color-scheme: dark" in html
    assert "Interurban" in html


def test_every_mail_of_allauth_is_written_down():
    import allauth

    root = Path(allauth.__file__).parent / "templates"
    known = {
        str(path.relative_to(root)).removesuffix("_message.txt")
        for folder in ("account", "mfa", "socialaccount")
        for path in (root / folder / "email").glob("*_message.txt")
    }
    bases = {"account/email/base"}
    unused = {"account/email/password_reset_code"}  # a link is mailed instead
    assert known - bases - unused == set(PREFIXES)


def test_mail_carries_the_networks_own_name(client, home, mailoutbox):
    NetworkSettings.objects.update_or_create(
        site=home.get_site(), defaults={"name": "Cities & Co <exchange>", "contact_email": "desk@net.example"}
    )
    client.post("/account/password/reset/", {"email": UserFactory().email})
    message = mailoutbox[0]
    assert message.subject == "Set a new password for Cities & Co <exchange>"
    assert "desk@net.example" in message.body
    assert "Cities &amp; Co &lt;exchange&gt;" in message.alternatives[0].content
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    ("path", "address", "leads_to"),
    [
        ("/account/password/reset/", "known@city.example", "/account/password/reset/key/"),
        ("/account/password/reset/", "unknown@city.example", "/account/signup/"),
        ("/account/signup/", "known@city.example", "/account/password/reset/"),
    ],
)
def test_links_name_the_portals_own_host_whatever_was_asked_for(
    client, home, mailoutbox, settings, path, address, leads_to
):
    settings.WAGTAILADMIN_BASE_URL = "https://exchange.example"
    UserFactory(email="known@city.example")
    form = {"email": address, "name": "Ana", "password1": PASSWORD, "password2": PASSWORD}
    client.post(path, form, HTTP_HOST="evil.example")
    message = mailoutbox[0]
    assert f"https://exchange.example{leads_to}" in message.body
    assert "evil.example" not in message.body + message.alternatives[0].content


def test_a_mail_server_that_is_away_is_told_on_the_page(client, home, monkeypatch, caplog):
    def refuse(self, messages):
        raise SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    response = client.post("/account/password/reset/", {"email": "ana@city.example"}, follow=True)
    assert response.status_code == 200
    assert "could not be sent" in response.content.decode()
    assert mail.outbox == []
    assert "could not be sent" in caplog.text


def test_a_change_of_password_is_told_by_mail(client, home, mailoutbox):
    user, new = UserFactory(), "verdigris under red lead"
    client.force_login(user)
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert mailoutbox[0].subject == "Your password was changed"
    assert mailoutbox[0].to == [user.email]


def test_the_shell_escapes_what_it_is_given(home):
    page = Template('{% extends "mail/shell.html" %}{% block body %}{{ words }}{% endblock %}').render(
        Context(letterhead() | {"subject": "A & B", "words": "<script>"})
    )
    assert "&lt;script&gt;" in page
    assert "A &amp; B" in page
