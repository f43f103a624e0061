"""What people write of themselves is text: it runs nowhere, and starts no header of a mail."""

import re
from email import message_from_bytes, policy

import pytest
from django.urls import reverse
from wagtail.models import Site

from network.accounts.models import User
from network.core.models import NetworkSettings
from network.mail.models import Delivery
from network.mail.tasks import send_due
from tests.factories.accounts import PASSWORD, UserFactory
from tests.home.test_contact_forms import message

MARKUP = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '" autofocus onfocus="alert(1)',
    "' onmouseover='alert(1)",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<a href=javascript:alert(1)>here</a>",
    "javascript:alert(1)",
    "{{ settings.SECRET_KEY }}{% debug %}",
    "<!--",
    "\u202egnp.exe",
]
BCC = "Bcc: victim@elsewhere.example"
LINES = [f"\r\n{BCC}", f"\n{BCC}", f"\u2028{BCC}", f"\x0b{BCC}", "\r\n\r\n<script>alert(1)</script>"]
LINES += ["=?utf-8?q?=0ABcc:_victim@elsewhere.example?="]
HEADERS = {"Subject", "From", "To", "Date", "Message-ID", "Reply-To", "MIME-Version", "Content-Type"}
HEADERS |= {"Auto-Submitted", "X-Auto-Response-Suppress", "Content-Transfer-Encoding"}
HEADERS |= {"List-Id", "List-Unsubscribe", "List-Unsubscribe-Post"}


@pytest.fixture
def ana(client, home):
    user = UserFactory(name="Ana")
    client.force_login(user)
    return user


@pytest.fixture
def secretariat(home):
    """Give the network an address to tell of enquiries."""
    site = Site.objects.get()
    NetworkSettings.objects.update_or_create(site=site, defaults={"contact_email": "desk@network.example"})


def read_mail(mailoutbox) -> list:
    """Return the mails as another program reads them, and prove that nobody added a header or a recipient."""
    read = []
    for mail in mailoutbox:
        parsed = message_from_bytes(mail.message().as_bytes(), policy=policy.default)
        assert set(parsed.keys()) <= HEADERS, parsed.keys()
        assert not any("elsewhere.example" in address for address in mail.recipients())
        assert "elsewhere.example" not in str(parsed["To"]) + str(parsed["From"]) + str(parsed["Reply-To"])
        read.append(parsed)
    return read


@pytest.mark.parametrize("markup", MARKUP)
def test_markup_in_a_profile_runs_on_no_page(client, ana, settings, markup):
    settings.REQUIRE_SECOND_FACTOR = False
    form = {"name": markup, "job_title": markup, "biography": markup, "time_zone": "UTC", "locale": "en"}
    assert client.post(reverse("accounts:profile-edit"), form).status_code == 302
    own = [reverse("accounts:profile"), reverse("accounts:profile-edit"), "/", "/account/email/"]
    pages = [client.get(address).content.decode() for address in own]
    client.force_login(UserFactory(administrator=True))
    for address in ["/admin/users/", f"/admin/users/edit/{ana.pk}/", f"/admin/users/?q={markup[:9]}"]:
        pages.append(client.get(address).content.decode())
    for page in pages:
        for line in re.findall(r".*alert\(1\).*", page):
            assert "<script>alert" not in line
            assert "<img src=x" not in line
            assert "<svg/onload" not in line
            assert "<a href=javascript" not in line
            assert '" onfocus="alert' not in line
            assert "' onmouseover='alert" not in line


@pytest.mark.parametrize("line", LINES)
def test_a_name_with_a_line_break_becomes_one_line(client, ana, line):
    form = {"name": f"Ana{line}", "job_title": f"Head{line}", "time_zone": "UTC", "locale": "en"}
    client.post(reverse("accounts:profile-edit"), form)
    ana.refresh_from_db()
    for text in (ana.name, ana.job_title):
        assert len(text.splitlines()) == 1, text


@pytest.mark.parametrize("line", LINES)
def test_no_name_starts_a_header_of_account_mail(client, home, mailoutbox, line):
    form = {"email": "new@city.example", "name": f"Ana{line}", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/account/signup/", form, HTTP_USER_AGENT=f"Browser{line}".encode().decode("latin-1"))
    user = UserFactory(name=f"Bo{line}")
    client.logout()
    client.post("/account/password/reset/", {"email": user.email})
    client.post("/account/login/code/", {"email": user.email})
    assert len(read_mail(mailoutbox)) == 3
    for name in User.objects.filter(email="new@city.example").values_list("name", flat=True):
        assert len(name.splitlines()) == 1


@pytest.mark.parametrize("field", ["name", "subject", "organisation", "email"])
@pytest.mark.parametrize("line", LINES)
def test_no_enquiry_starts_a_header_of_its_mails(client, secretariat, mailoutbox, field, line):
    sent = message()
    client.post("/contact/", sent | {field: f"{sent[field]}{line}"})
    send_due()
    mails = read_mail(mailoutbox)
    assert len(mails) == Delivery.objects.count()
    assert field == "email" or len(mails) == 2
