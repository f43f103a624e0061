"""From a stranger to a member with a second factor, page by page, as a browser without JavaScript goes."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from network.accounts.models import User
from tests.factories.accounts import PASSWORD, TOTP_SECRET, UserFactory, totp_code

CODE = re.compile(r"^ {4}(\S+)$", re.MULTILINE)
SIGN_UP = {"name": "Ana Kowalska", "email": "Ana@City.example", "password1": PASSWORD, "password2": PASSWORD}


def mailed_code(mailoutbox) -> str:
    return CODE.search(mailoutbox[-1].body)[1]


def confirm_password(client, path):
    """Open ``path``, which asks for the password first, and return the page behind."""
    asked = client.get(path)
    assert asked.url.startswith("/account/reauthenticate/")
    return client.post(asked.url, {"password": PASSWORD}, follow=True)


@pytest.fixture
def ana(client, home):
    user = UserFactory(name="Ana")
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    return user


def test_sign_up_verify_and_arrive_at_a_profile_to_complete(client, home, mailoutbox):
    page = client.post("/account/signup/", SIGN_UP, follow=True)
    assert page.request["PATH_INFO"] == "/account/confirm-email/"
    person = User.objects.get()
    assert (person.email, person.name) == ("ana@city.example", "Ana Kowalska")
    assert client.get("/account/").status_code == 302
    assert client.post("/account/confirm-email/", {"code": "WRONG1"}).status_code == 422
    page = client.post("/account/confirm-email/", {"code": mailed_code(mailoutbox)}, follow=True)
    assert page.request["PATH_INFO"] == "/dashboard/"
    assert "Complete your profile" in page.content.decode()
    assert EmailAddress.objects.get(user=person).verified


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("email", "no address"),
        ("email", "a@b.example\nBcc: c@d.example"),
        ("password1", "short"),
        ("password1", "1234567890"),
        ("password2", "something else"),
    ],
)
def test_refused_sign_up_is_422_beside_its_field_and_keeps_what_was_typed(client, home, field, value):
    response = client.post("/account/signup/", SIGN_UP | {field: value})
    page = response.content.decode()
    assert response.status_code == 422
    assert response.context["form"].errors
    assert 'id="errors"' in page
    assert 'aria-invalid="true"' in page
    assert field == "name" or "Ana Kowalska" in page
    assert PASSWORD not in page
    assert not User.objects.exists()


def test_whoever_did_not_verify_gets_no_further_by_signing_in(client, home, mailoutbox):
    user = UserFactory(verified=False)
    response = client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert response.url.startswith("/account/confirm-email/")
    assert client.get("/account/").status_code == 302


def test_sign_in_by_code(client, home, mailoutbox):
    user = UserFactory()
    client.post("/account/login/code/?next=/cities/", {"email": user.email, "next": "/cities/"})
    response = client.post(
        "/account/login/code/confirm/", {"code": mailed_code(mailoutbox), "next": "/cities/"}
    )
    assert response.url == "/cities/"
    assert client.get("/account/").status_code == 200


def test_an_address_is_typed_in_any_case(client, home):
    user = UserFactory(email="ana@city.example")
    client.post("/account/login/", {"login": "ANA@City.Example", "password": PASSWORD})
    assert client.get("/account/").context["person"] == user


def test_set_up_an_app_and_use_a_recovery_code(client, ana):
    page = confirm_password(client, "/account/2fa/totp/activate/")
    assert "data:image/svg+xml;base64," in page.content.decode()
    secret = page.context["form"].secret
    assert client.post("/account/2fa/totp/activate/", {"code": "000000"}).status_code == 422
    codes = client.post("/account/2fa/totp/activate/", {"code": totp_code(secret)}, follow=True)
    recovery = codes.context["unused_codes"]
    assert len(recovery) == 10
    assert recovery[0] in codes.content.decode()
    device = Client()
    for status in (302, 422):  # a recovery code works once
        device = Client()
        device.post("/account/login/", {"login": ana.email, "password": PASSWORD})
        assert device.post("/account/2fa/authenticate/", {"code": recovery[0]}).status_code == status


def test_an_app_is_removed_only_after_showing_who_one_is(client, home):
    user = UserFactory(with_totp=True)
    client.force_login(user)
    assert client.post("/account/2fa/totp/deactivate/").url.startswith("/account/reauthenticate/")
    assert user.authenticator_set.filter(type="totp").exists()
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/2fa/totp/deactivate/")
    assert not user.authenticator_set.exists()


def test_the_code_of_the_app_works_once(client, home):
    user, code = UserFactory(with_totp=True), totp_code(TOTP_SECRET)
    for status in (302, 422):
        device = Client()
        device.post("/account/login/", {"login": user.email, "password": PASSWORD})
        assert device.post("/account/2fa/authenticate/", {"code": code}).status_code == status


def test_add_an_address_make_it_the_main_one_and_remove_the_old(client, ana, mailoutbox):
    old = ana.email
    client.post("/account/email/", {"email": "new@city.example", "action_add": ""})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/email/", {"email": "new@city.example", "action_add": ""})
    assert mailoutbox[-1].to == ["new@city.example"]
    assert not EmailAddress.objects.filter(email="new@city.example").exists()
    client.post("/account/confirm-email/", {"code": mailed_code(mailoutbox)})
    client.post("/account/email/", {"email": "new@city.example", "action_primary": ""})
    ana.refresh_from_db()
    assert ana.email == "new@city.example"
    assert (mailoutbox[-1].subject, mailoutbox[-1].to) == ("Your e-mail address was changed", [old])
    client.post("/account/email/", {"email": old, "action_remove": ""})
    assert [address.email for address in EmailAddress.objects.filter(user=ana)] == ["new@city.example"]
    assert "new@city.example" in client.get("/account/email/").content.decode()


def test_somebody_elses_address_cannot_be_taken_or_touched(client, ana):
    other = UserFactory(email="other@city.example")
    client.post("/account/email/", {"email": other.email, "action_remove": ""})
    client.post("/account/email/", {"email": other.email, "action_primary": ""})
    assert EmailAddress.objects.get(email=other.email).user == other


def test_somebody_elses_key_is_not_found(client, ana, home):
    from allauth.mfa.models import Authenticator

    key = Authenticator.objects.create(user=UserFactory(), type="webauthn", data={"name": "Theirs"})
    client.get("/account/2fa/webauthn/keys/1/edit/")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    for action in ("edit", "remove"):
        assert client.get(f"/account/2fa/webauthn/keys/{key.pk}/{action}/").status_code == 404
        assert (
            client.post(f"/account/2fa/webauthn/keys/{key.pk}/{action}/", {"name": "Mine"}).status_code == 404
        )
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_a_person_without_a_password_can_set_one_once_she_has_shown_who_she_is(client, home, mailoutbox):
    user = UserFactory(password=None)
    client.force_login(user)
    assert client.get("/account/password/change/").url == "/account/password/set/"
    chosen = {"password1": PASSWORD, "password2": PASSWORD}
    asked = client.post("/account/password/set/", chosen)
    assert asked.url == "/account/reauthenticate/code/?next=%2Faccount%2Fpassword%2Fset%2F"
    assert "We mail you a code" in client.get(asked.url).content.decode()
    sent = client.post(asked.url, {"recipient": user.email})
    assert "We have sent a code" in client.get(sent.url).content.decode()
    client.post(sent.url, {"code": mailed_code(mailoutbox)})
    client.post("/account/password/set/", chosen)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize(
    "path",
    [
        "/account/login/",
        "/account/signup/",
        "/account/login/code/",
        "/account/password/reset/",
        "/account/password/reset/done/",
        "/account/password/reset/key/1-bad/",
        "/account/inactive/",
        "/account/3rdparty/login/cancelled/",
    ],
)
def test_pages_before_sign_in_are_ours_and_kept_from_search(client, home, path):
    page = client.get(path)
    text = page.content.decode()
    assert page.status_code == 200
    assert page["Content-Security-Policy"].startswith("default-src 'none'")
    assert '<meta name="robots" content="noindex">' in text
    assert text.count("<h1") == 1
    assert not re.search(r"<script(?![^>]*(src=|application/json))", text)
    assert not re.search(r"\sstyle=|\son\w+=", text)


@pytest.mark.parametrize(
    "path",
    [
        "/account/email/",
        "/account/password/change/",
        "/account/2fa/",
        "/account/2fa/webauthn/",
        "/account/3rdparty/",
    ],
)
def test_pages_of_the_account_share_their_navigation(client, ana, path):
    text = client.get(path).content.decode()
    assert 'aria-label="Your account"' in text
    assert text.count("<h1") == 1
    assert not re.search(r"\sstyle=|\son\w+=", text)


def test_times_and_language_follow_the_reader(client, home):
    client.force_login(UserFactory(locale="ar", time_zone="Asia/Tokyo"))
    assert '<html lang="ar" dir="rtl"' in client.get("/account/").content.decode()


def test_a_time_zone_that_no_longer_exists_breaks_no_page(client, home):
    user = UserFactory()
    User.objects.filter(pk=user.pk).update(time_zone="Moon/Base")
    client.force_login(user)
    assert client.get("/account/").status_code == 200
