"""A forged Host header is refused, and no address that the portal gives out repeats one."""

import pytest

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.same_on_every_database

EVIL = "evil.example"
FORGED = [
    {"HTTP_HOST": EVIL},
    {"HTTP_HOST": "testserver.evil.example"},
    {"HTTP_HOST": f"{EVIL}:80"},
    {"HTTP_HOST": f"testserver@{EVIL}"},
    {"HTTP_HOST": f"testserver/{EVIL}"},
    {"HTTP_HOST": f"testserver\r\nX-Host: {EVIL}"},
    {"HTTP_HOST": f"testserver, {EVIL}"},
    {"HTTP_HOST": ""},
]
IGNORED = [
    {"HTTP_X_FORWARDED_HOST": EVIL},
    {"HTTP_FORWARDED": f"host={EVIL}"},
    {"HTTP_X_HOST": EVIL},
    {"HTTP_X_FORWARDED_SERVER": EVIL},
    {"HTTP_X_ORIGINAL_URL": f"//{EVIL}/"},
    {"HTTP_HOST": "testserver", "HTTP_X_FORWARDED_HOST": EVIL, "HTTP_X_FORWARDED_PORT": "6666"},
    {"SERVER_NAME": EVIL, "HTTP_HOST": "testserver"},
]


@pytest.fixture
def strict(settings):
    settings.ALLOWED_HOSTS = ["testserver"]


@pytest.mark.parametrize("headers", FORGED, ids=lambda headers: repr(headers["HTTP_HOST"]))
def test_a_host_that_is_not_ours_is_refused(client, network, strict, headers):
    for address in network.addresses:
        response = client.get(address, **headers)
        assert response.status_code == 400, address
        assert EVIL not in response.content.decode()


@pytest.mark.parametrize("headers", IGNORED, ids=" ".join)
def test_what_a_proxy_might_say_of_the_host_is_not_believed(client, network, strict, headers):
    for address in [*network.addresses, "/account/login/", "/nowhere/", "/contact/"]:
        response = client.get(address, **headers)
        assert response.status_code in {200, 404}, address
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert EVIL not in body.decode(), address
        assert EVIL not in str(response.headers), address


@pytest.mark.parametrize("headers", [*FORGED[:1], *IGNORED], ids=" ".join)
def test_no_mail_repeats_it(client, network, mailoutbox, settings, headers):
    settings.WAGTAILADMIN_BASE_URL = "https://exchange.example"
    UserFactory(email="known@city.example")
    client.post("/account/password/reset/", {"email": "known@city.example"}, **headers)
    client.post("/account/password/reset/", {"email": "unknown@city.example"}, **headers)
    assert len(mailoutbox) == 2
    for mail in mailoutbox:
        assert "https://exchange.example/account/" in mail.body
        assert EVIL not in mail.message().as_string()


@pytest.mark.parametrize(
    "address", ["/cities/", "/cities/essen/", "/partners/", "/partners/institute/", "/knowledge/product/"]
)
def test_a_page_has_one_address_under_whatever_name_it_is_read(client, network, address):
    said = client.get(address, HTTP_HOST="testserver:6666").content.decode()
    assert '<link rel="canonical" href="http' in said
    assert ":6666" not in said
