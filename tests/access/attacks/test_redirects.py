"""No address leads to another host because somebody wrote it into the link."""

from urllib.parse import urlsplit

import pytest

from tests.access.attacks.forms import forms_of
from tests.access.matrix.asking import Asker, path_of
from tests.access.matrix.readers import ANONYMOUS
from tests.access.matrix.table import rows
from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.same_on_every_database

NAMES = ("next", "redirect_to", "return", "return_to", "url", "continue", "back", "referer")
AWAY = (
    "https://elsewhere.example/",
    "//elsewhere.example/",
    "///elsewhere.example/",
    "/\\elsewhere.example/",
    "\\\\elsewhere.example/",
    "https:elsewhere.example",
    "http://testserver@elsewhere.example/",
    "http://testserver.elsewhere.example/",
    "javascript:alert(1)",
    "/\t/elsewhere.example/",
    "%2f%2felsewhere.example",
    "https://elsewhere.example\r\nSet-Cookie: a=b",
)
ROWS = [row for row in rows("public") if row.readers or row.senders]


def leads_away(response) -> bool:
    """Return whether a browser would leave the portal."""
    location = response.get("Location", "")
    plain = location.replace("\\", "/").replace("\t", "")
    parts = urlsplit(plain)
    elsewhere = parts.netloc not in ("", "testserver") or plain.startswith("//")
    return elsewhere or parts.scheme not in ("", "http", "https")


@pytest.mark.parametrize("reader", [ANONYMOUS, pytest.param("coordinator", marks=pytest.mark.access)])
def test_no_address_follows_a_way_to_another_host(reader, world):
    asker = Asker(reader, world)
    for row in ROWS:
        path = path_of(row, world)
        for target in (AWAY[0], AWAY[3]):
            query = "&".join(f"{name}={target}" for name in NAMES)
            for method in ("GET", "POST"):
                response = asker.ask(method, f"{path}?{query}")
                assert not leads_away(response), (method, path, response["Location"])
                assert f'href="{target}' not in response.said, path


@pytest.mark.parametrize("target", AWAY)
def test_signing_in_leads_nowhere_else(target, world, client):
    login = {"login": world.people["newcomer"].email, "password": PASSWORD, "next": target}
    for address in ("/account/login/", "/account/signup/", "/account/logout/", "/preferences/colours/"):
        response = client.post(f"{address}?next={target}", login)
        assert not leads_away(response), (address, response.get("Location"))
        page = client.get(address, {"next": target})
        assert not leads_away(page)
        for form in forms_of(page.content.decode()):
            assert "elsewhere" not in form.action
