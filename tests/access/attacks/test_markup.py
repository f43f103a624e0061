"""What people write is text: in every field of every form, and on every page that shows it."""

from urllib.parse import urlsplit

import pytest
from django.core.cache import cache

from network.core.models import NetworkSettings
from network.mail.tasks import send_due
from network.search.follower import catch_up
from tests.access.attacks.forms import forms_of
from tests.access.attacks.payloads import MARK, PAYLOADS
from tests.access.attacks.reading import suspicions
from tests.access.matrix.asking import Asker, path_of
from tests.access.matrix.readers import ANONYMOUS
from tests.access.matrix.table import rows
from tests.access.test_people import read_mail

pytestmark = pytest.mark.same_on_every_database

# Each form is filled in by the first of these who may send it.
WRITERS = ("coordinator", "other_coordinator", "representative", "author", "newcomer", "moderator", ANONYMOUS)
VIEWERS = ("coordinator", "moderator", ANONYMOUS)
# Forms for secrets and second factors hold no text that anybody is shown.
LEFT_OUT = ("account/2fa/", "account/password/", "account/login/", "account/reauthenticate/", "account/email/")
SENDING = [row for row in rows("public") if row.senders and not row.address.startswith(LEFT_OUT)]
READING = [row for row in rows("public") if row.readers]
STAFF_PAGES = {f"/admin/{name}/" for name in ("challenges", "interests", "enquiries", "affiliations", "users")}
BCC = "\r\nBcc: victim@elsewhere.example"
# A network is begun for so many payloads at a time; whether a page escapes does not depend on which it shows.
TOGETHER = 5
BATCHES = [PAYLOADS[first : first + TOGETHER] for first in range(0, len(PAYLOADS), TOGETHER)]
# The whole suite tries one; ``make access`` tries them all.
ALL = [PAYLOADS[49:50], *(pytest.param(batch, marks=pytest.mark.access) for batch in BATCHES)]


def test_there_are_a_hundred_different_payloads():
    assert len(set(PAYLOADS)) >= 100


def test_a_page_that_forgets_to_escape_would_be_noticed():
    page = "<p>{0}</p><p title='{0}'></p><a href='{0}'>x</a>"
    noticed = [text for text in PAYLOADS if suspicions(page.replace("{0}", text))]
    assert len(noticed) > 80
    assert suspicions(f"<script>{{}}</script><p>{PAYLOADS[0].replace('<', '&lt;')}</p>") == []


@pytest.mark.parametrize("payloads", ALL)
def test_it_runs_on_no_page_and_starts_no_header(payloads, world, mailoutbox):
    NetworkSettings.objects.update(contact_email="desk@network.example")
    askers = {reader: Asker(reader, world) for reader in {*WRITERS, *VIEWERS}}
    for number, text in enumerate(payloads):
        cache.clear()  # what slows a sender down
        shown = write(text + (BCC if number % 2 else ""), askers, world)
        read_pages(dict.fromkeys(VIEWERS, shown), askers)
    catch_up()
    pages = {
        viewer: {path_of(row, world) for row in READING if viewer in row.readers} | {f"/search/?q={text}"}
        for viewer in VIEWERS
    }
    pages["moderator"] |= STAFF_PAGES
    said = read_pages(pages, askers)
    assert any(MARK in page for page in said), "no page shows what was written"
    send_due()
    for mail in read_mail(mailoutbox):
        html = mail.get_body(("html",))
        assert html is None or suspicions_of_mail(html.get_content()) == []


def write(text, askers, world) -> set[str]:
    """Send every form with ``text`` in each of its fields for text; return where what was taken is shown."""
    taken, shown = [], set()
    for row in SENDING:
        writer = next((one for one in WRITERS if one in row.senders and one in row.readers), None)
        if writer is None:  # a button without a form of its own
            continue
        path = path_of(row, world)
        page = askers[writer].client.get(path)
        for form in forms_of(page.content.decode()):
            if form.texts:
                answer = askers[writer].client.post(form.action or path, form.filled(text))
                assert answer.status_code < 500, (path, text)
                assert suspicions(answer.content.decode()) == [], path
                taken += [path] if answer.status_code == 302 else []
                shown.add(urlsplit(answer.get("Location", path)).path or path)
    assert len(taken) >= 10, f"few forms took the text: {taken}"
    return shown


def read_pages(pages, askers) -> list[str]:
    """Read ``pages`` as those who see them, find nothing on them that runs, and return what they say."""
    said = []
    for viewer, paths in pages.items():
        for path in paths:
            answer = askers[viewer].ask("GET", path)
            if "html" in answer.get("Content-Type", ""):
                said.append(answer.said)
                found = suspicions(answer.said)
                assert [one for one in found if MARK in one or "/admin/" not in path] == [], (path, viewer)
    return said


def suspicions_of_mail(text: str) -> list[str]:
    """Return what would run in a mail: its styles stand in its elements, as mail programs want them."""
    return [one for one in suspicions(text) if " style=" not in one]
