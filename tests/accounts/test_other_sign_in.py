"""Signing in with OpenID Connect, at a real server on loopback."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured

from network.accounts.models import User
from network.settings.environment import openid_connect_providers
from tests.accounts.identity_server import CLIENT_ID, CLIENT_SECRET, IdentityServer
from tests.factories.accounts import PASSWORD, TOTP_SECRET, UserFactory, totp_code

START = "/account/oidc/oidc/login/"
BACK = "/account/oidc/oidc/login/callback/"
ANA = {"sub": "ana-1", "email": "ana@city.example", "email_verified": True, "name": "Ana Kowalska"}


@pytest.fixture
def identity(home, settings, monkeypatch):
    server = IdentityServer(dict(ANA))
    for name, value in {
        "OIDC_SERVER_URL": server.url,
        "OIDC_NAME": "City login",
        "OIDC_CLIENT_ID": CLIENT_ID,
        "OIDC_CLIENT_SECRET": CLIENT_SECRET,
    }.items():
        monkeypatch.setenv(name, value)
    settings.SOCIALACCOUNT_PROVIDERS = openid_connect_providers()
    yield server
    server.close()


def sign_in(client, identity, process="login"):
    """Go to the other server and come back, following where the portal leads."""
    sent = client.post(f"{START}?process={process}")
    assert sent.url.startswith(f"{identity.url}/authorize?")
    return client.get(BACK, identity.authorize(sent.url), follow=True)


def is_signed_in(client) -> bool:
    return client.get("/account/").status_code == 200


def test_no_button_and_no_address_where_it_is_not_configured(client, home):
    assert "Continue with" not in client.get("/account/login/").content.decode()
    assert client.post(START).status_code == 404


def test_the_button_is_a_form_that_names_the_server(client, identity):
    page = client.get("/account/login/?next=/cities/").content.decode()
    assert "Continue with City login" in page
    assert "next=%2Fcities%2F" in page


def test_the_settings_must_be_whole(monkeypatch):
    monkeypatch.setenv("OIDC_SERVER_URL", "https://login.city.example")
    with pytest.raises(ImproperlyConfigured, match="OIDC_CLIENT_ID"):
        openid_connect_providers()


def test_a_new_person_with_a_verified_address_gets_an_account(client, identity):
    sign_in(client, identity)
    person = User.objects.get(email="ana@city.example")
    assert (person.name, person.has_usable_password()) == ("Ana Kowalska", False)
    assert EmailAddress.objects.get(user=person).verified
    assert is_signed_in(client)


@pytest.mark.parametrize("claim", [False, None, "false", "no", 0])
def test_an_unverified_address_has_to_be_verified_here(client, identity, mailoutbox, claim):
    identity.claims["email_verified"] = claim
    response = sign_in(client, identity)
    assert response.request["PATH_INFO"] == "/account/confirm-email/"
    assert not is_signed_in(client)
    code = re.search(r"^ {4}(\S+)$", mailoutbox[-1].body, re.MULTILINE)[1]
    client.post("/account/confirm-email/", {"code": code})
    assert is_signed_in(client)


@pytest.mark.parametrize("verified", [True, False])
def test_nobody_takes_over_an_account_by_naming_its_address(client, identity, verified):
    owner = UserFactory(email="ana@city.example", administrator=True)
    identity.claims["email_verified"] = verified
    sign_in(client, identity)
    assert not is_signed_in(client)
    assert not SocialAccount.objects.filter(user=owner).exists()
    assert User.objects.count() == 1


def test_an_account_made_ahead_with_somebody_elses_address_does_not_catch_her(client, identity):
    trap = UserFactory(email="ana@city.example", verified=False)
    sign_in(client, identity)
    assert not SocialAccount.objects.filter(user=trap).exists()
    assert client.get("/account/").status_code == 302 or client.get("/account/").context["person"] != trap


def test_a_connected_account_signs_in_and_still_asks_for_the_second_factor(client, identity, mailoutbox):
    owner = UserFactory(email="ana@city.example")
    client.post("/account/login/", {"login": owner.email, "password": PASSWORD})
    asked = sign_in(client, identity, process="connect").request["PATH_INFO"]
    assert asked == "/account/reauthenticate/"  # connecting changes how one signs in
    client.post(asked, {"password": PASSWORD}, follow=True)
    assert SocialAccount.objects.get().user == owner
    assert mailoutbox[-1].subject == "Another way to sign in was connected"
    client.logout()
    sign_in(client, identity)
    assert is_signed_in(client)
    client.logout()
    UserFactory.add_totp(owner)
    response = sign_in(client, identity)
    assert response.request["PATH_INFO"] == "/account/2fa/authenticate/"
    assert not is_signed_in(client)
    client.post("/account/2fa/authenticate/", {"code": totp_code(TOTP_SECRET)})
    assert is_signed_in(client)


def test_a_forged_way_back_signs_nobody_in(client, identity):
    client.post(START)
    response = client.get(BACK, {"code": "one-time", "state": "forged"}, follow=True)
    assert "Sign-in did not work" in response.content.decode()
    assert not is_signed_in(client)


def test_a_server_that_is_away_is_told_on_the_page(client, identity):
    identity.close()
    response = client.post(START, follow=True)
    assert response.status_code == 502
    assert "Sign-in did not work" in response.content.decode()


def test_the_last_step_links_the_privacy_page_beside_its_button(client, identity):
    del identity.claims["email"]
    page = sign_in(client, identity).content.decode()
    assert "One last step" in page
    assert 'href="/privacy/data/"' in page.split('class="btn">Make an account</button>')[1].split("</form>")[0]
