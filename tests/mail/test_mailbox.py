"""The demo's mailbox: what is mailed can be read, and nothing in it can do anything."""

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from network.mail.mailbox import mailbox_folder, stored_names

HTML = '<html><head><style>p{color:red}</style></head><body><p>Hi</p><script>alert("x")</script></body></html>'


@pytest.fixture
def mailbox(settings, tmp_path):
    """Switch the demo's mailbox on, in a folder of its own, and return what puts a mail into it."""
    settings.DEMO_MAILBOX = True
    settings.DATA_DIR = tmp_path

    def put(subject="Hello", text="Read https://example.org/a", html=HTML):
        email = EmailMultiAlternatives(subject, text, "a@example.org", ["ana@example.org"])
        if html:
            email.attach_alternative(html, "text/html")
        get_connection("network.mail.mailbox.MailboxBackend").send_messages([email])
        return stored_names()[0]

    return put


def test_mails_are_listed_newest_first(client, home, mailbox):
    mailbox("Older")
    mailbox("Newer <b>")
    page = client.get("/demo/mail/").content.decode()
    assert page.index("Newer &lt;b&gt;") < page.index("Older")


def test_the_list_is_paginated(client, home, mailbox):
    for number in range(21):
        mailbox(f"Mail {number}")
    assert "Mail 0<" not in client.get("/demo/mail/").content.decode()
    assert "Mail 0<" in client.get("/demo/mail/?page=2").content.decode()


def test_an_empty_mailbox_says_what_to_do(client, home, mailbox):
    assert "No mail yet" in client.get("/demo/mail/").content.decode()


def test_a_mail_shows_its_headers_and_its_text(client, home, mailbox):
    name = mailbox("Grüße", text="<script>alert(1)</script> https://example.org/a")
    page = client.get(f"/demo/mail/{name}/").content.decode()
    assert "<h1>Grüße</h1>" in page
    assert "To: ana@example.org" in page
    assert 'href="https://example.org/a"' in page
    assert "<script>alert" not in page


def test_the_html_part_is_framed_where_no_script_runs(client, home, mailbox):
    name = mailbox()
    page = client.get(f"/demo/mail/{name}/")
    assert f'src="/demo/mail/{name}/html/" sandbox="allow-top-navigation-by-user-activation"' in page.text
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    frame = client.get(f"/demo/mail/{name}/html/")
    policy = frame.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert '<head><base target="_top">' in frame.content.decode()


def test_a_mail_without_html_has_no_frame(client, home, mailbox):
    name = mailbox(html="")
    assert "<iframe" not in client.get(f"/demo/mail/{name}/").content.decode()
    assert client.get(f"/demo/mail/{name}/html/").status_code == 404


@pytest.mark.parametrize("path", ["", "{name}/", "{name}/html/"])
def test_outside_the_demo_the_mailbox_does_not_exist(client, home, mailbox, settings, path):
    name = mailbox()
    settings.DEMO_MAILBOX = False
    assert client.get("/demo/mail/" + path.format(name=name)).status_code == 404


@pytest.mark.parametrize("name", ["secret-key", "20260101T000000000000-zzzzzzzz", "nothing"])
def test_only_the_mailboxs_own_files_are_read(client, home, mailbox, name):
    mailbox()
    (mailbox_folder() / f"{name}.eml").write_text("Subject: Secret\n\nx")
    assert client.get(f"/demo/mail/{name}/").status_code == 404
    assert "Secret" not in client.get("/demo/mail/").content.decode()


def test_a_message_is_written_whole_or_not_at_all(mailbox):
    name = mailbox()
    assert [path.name for path in mailbox_folder().iterdir()] == [f"{name}.eml"]


def test_posting_to_the_mailbox_is_refused(client, home, mailbox):
    assert client.post("/demo/mail/").status_code == 405
