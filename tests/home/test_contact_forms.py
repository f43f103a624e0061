"""Writing to the secretariat."""

import re
import time
import uuid
from datetime import timedelta
from unittest import mock

import pytest
from django.core import signing
from django.test import Client

from network.core.models import NetworkSettings, Theme
from network.core.public_forms.stamps import SALT
from network.home.contact.enums import EnquiryKind, EnquiryState
from network.home.models import Enquiry
from network.mail.models import Delivery
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

STAMP = re.compile(r'name="stamp" value="([^"]+)"')


def moved_clock(seconds):
    """Let signatures be made and read at another time."""
    moment = time.time() + seconds
    return mock.patch("django.core.signing.time.time", lambda: moment)


def stamp(seconds_ago=30, source="/practices/"):
    """Return a stamp as a form that was opened so long ago has it."""
    content = {"token": str(uuid.uuid4()), "source": source}
    with moved_clock(-seconds_ago):
        return signing.dumps(content, salt=SALT)


def message(**changes):
    """Return what the contact form sends."""
    return {
        "name": "Ana Kowalska",
        "email": "ana@katowice.example",
        "organisation": "Katowice",
        "subject": "Reusing halls",
        "message": "Who has done that before?",
        "website": "",
        "stamp": stamp(),
    } | changes


@pytest.fixture
def secretariat(home):
    """Give the network a secretariat with an address."""
    from wagtail.models import Site

    network = NetworkSettings.for_site(Site.objects.get())
    network.contact_email = "secretariat@network.example"
    network.save()


def test_a_message_is_kept_acknowledged_and_announced(
    client, secretariat, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/contact/", message())
    assert (response.status_code, response.url) == (302, "/contact/thanks/")
    enquiry = Enquiry.objects.get()
    assert (enquiry.kind, enquiry.state) == (EnquiryKind.CONTACT, EnquiryState.NEW)
    assert enquiry.source_path == "/practices/"
    assert [mail.to for mail in mailoutbox] == [["ana@katowice.example"], ["secretariat@network.example"]]
    assert "Who has done that" not in mailoutbox[0].body
    assert "Who has done that" in mailoutbox[1].body
    assert client.get(response.url).status_code == 200


def test_a_city_says_what_it_needs(client, home):
    themes = list(Theme.objects.filter(broader__isnull=True)[:2])
    data = message(message="A heat plan for a mining town", themes=[theme.pk for theme in themes])
    response = client.post("/tell-us/", data)
    assert response.url == "/tell-us/thanks/"
    enquiry = Enquiry.objects.get()
    assert enquiry.kind == EnquiryKind.NEEDS
    assert list(enquiry.themes.all()) == themes
    assert "What you need has reached" in client.get(response.url).content.decode()


def test_without_a_secretariats_address_the_message_is_kept_all_the_same(client, home):
    client.post("/contact/", message())
    assert Enquiry.objects.count() == 1
    assert Delivery.objects.count() == 1


def test_the_form_remembers_the_page_that_led_to_it(client, home):
    page = client.get("/contact/", headers={"referer": "http://testserver/practices/"}).content.decode()
    assert signing.loads(STAMP.search(page)[1], salt=SALT)["source"] == "/practices/"
    page = client.get("/contact/", headers={"referer": "https://elsewhere.example/x/"}).content.decode()
    assert signing.loads(STAMP.search(page)[1], salt=SALT)["source"] == ""


def test_a_signed_in_reader_need_not_type_her_name(client, home):
    client.force_login(UserFactory(name="Ana Kowalska", email="ana@katowice.example"))
    page = client.get("/contact/").content.decode()
    assert 'value="Ana Kowalska"' in page
    assert 'value="ana@katowice.example"' in page


def test_mistakes_are_named_beside_the_field_and_nothing_is_lost(client, home):
    response = client.post("/contact/", message(name="", email="ana"))
    page = response.content.decode()
    assert response.status_code == 422
    assert "2 things to put right" in page
    assert 'href="#id_name"' in page
    assert "Tell us your name." in page
    assert "It looks like name@city.org." in page
    assert "Who has done that before?" in page
    assert 'value="ana"' in page
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize(
    ("path", "field", "sentence"),
    [
        ("/contact/", "subject", "Say in a few words what it is about."),
        ("/contact/", "message", "Write your message."),
        ("/tell-us/", "organisation", "Name your city or organisation."),
        ("/tell-us/", "message", "Tell us what you are looking for."),
    ],
)
def test_what_is_missing_is_said_in_plain_words(client, home, path, field, sentence):
    response = client.post(path, message(**{field: ""}))
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_the_same_form_sent_twice_acts_once(
    client, secretariat, mailoutbox, django_capture_on_commit_callbacks
):
    data = message()
    with django_capture_on_commit_callbacks(execute=True):
        first, second = client.post("/contact/", data), client.post("/contact/", data)
    assert first.url == second.url == "/contact/thanks/"
    assert Enquiry.objects.count() == 1
    assert len(mailoutbox) == 2


def test_a_program_that_fills_in_every_field_is_refused(client, home):
    response = client.post("/contact/", message(website="https://spam.example"))
    assert response.status_code == 422
    assert not Enquiry.objects.exists()
    assert "spam.example" not in response.content.decode()


def test_a_form_sent_at_once_is_refused_and_goes_through_when_sent_again(client, home):
    data = message(stamp=stamp(seconds_ago=0))
    response = client.post("/contact/", data)
    assert response.status_code == 422
    assert "quicker than people write" in response.content.decode()
    shown = STAMP.search(response.content.decode())[1]
    assert shown == data["stamp"]
    with moved_clock(5):
        assert client.post("/contact/", data | {"stamp": shown}).status_code == 302


@pytest.mark.parametrize("bad", ["", "forged", "old"])
def test_a_stale_or_forged_stamp_is_replaced_and_nothing_is_lost(client, home, bad):
    value = stamp(seconds_ago=timedelta(hours=13).total_seconds()) if bad == "old" else bad
    response = client.post("/contact/", message(stamp=value))
    page = response.content.decode()
    assert response.status_code == 422
    assert "Who has done that before?" in page
    assert "One thing to put right" in page
    fresh = STAMP.search(page)[1]
    assert fresh != value
    with moved_clock(5):
        assert client.post("/contact/", message(stamp=fresh)).status_code == 302


def test_too_many_messages_from_one_connection_are_asked_to_wait_and_nothing_is_lost(client, home):
    for number in range(6):
        assert client.post("/contact/", message(email=f"ana{number}@katowice.example")).status_code == 302
    response = client.post("/contact/", message(email="ana6@katowice.example"))
    page = response.content.decode()
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert "Nothing is lost" in page
    assert "Who has done that before?" in page
    assert Enquiry.objects.count() == 6
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.post("/contact/", message(email="ana6@katowice.example")).status_code == 302


def test_too_many_messages_for_one_address_are_asked_to_wait(home):
    for number in range(5):
        assert Client(REMOTE_ADDR=f"192.0.2.{number}").post("/contact/", message()).status_code == 302
    assert Client(REMOTE_ADDR="192.0.2.99").post("/contact/", message()).status_code == 429


def test_a_forged_forwarding_header_does_not_lift_the_limit(client, home):
    codes = [
        client.post(
            "/contact/",
            message(email=f"ana{number}@katowice.example"),
            headers={"x-forwarded-for": f"198.51.100.{number}"},
        ).status_code
        for number in range(7)
    ]
    assert codes == [302] * 6 + [429]


def test_neighbours_in_one_ipv6_network_share_a_limit(home):
    codes = [
        Client(REMOTE_ADDR=f"2001:db8::{number}")
        .post("/contact/", message(email=f"ana{number}@katowice.example"))
        .status_code
        for number in range(1, 8)
    ]
    assert codes == [302] * 6 + [429]


def test_a_line_break_or_an_advertisement_in_a_name_reaches_nobody(client, home):
    client.post("/contact/", message(subject="Hello\r\nBcc: all@example.org"))
    assert Enquiry.objects.get().subject == "Hello Bcc: all@example.org"
    response = client.post("/contact/", message(name="Win at https://spam.example"))
    assert response.status_code == 422
    assert "Leave out addresses of web pages here." in response.content.decode()


def test_a_form_without_its_csrf_token_is_refused(home):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/contact/", message()).status_code == 403
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize("path", ["/contact/", "/tell-us/"])
def test_the_page_is_not_cached_and_fires_few_queries(client, home, path, django_assert_max_num_queries):
    client.get(path)
    with django_assert_max_num_queries(15):
        response = client.get(path)
    assert "no-store" in response.headers["Cache-Control"]
    assert "aria-hidden" in response.content.decode()
