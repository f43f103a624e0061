"""Guessing is slow, and the pages do not tell who has an account."""

import re

import pytest
from django.test import Client

from network.accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory

LOGIN = "/account/login/"
CODE = re.compile(r"^ {4}(\S+)$", re.MULTILINE)


def guess(client, address="somebody@city.example", **headers):
    return client.post(LOGIN, {"login": address, "password": "a wrong guess"}, **headers)


def plain(response, *words) -> str:
    """Return a page without its tokens and the given words."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    for word in words:
        text = text.replace(word, "…")
    return text


def test_the_eleventh_guess_in_a_minute_is_refused(client, home):
    answers = [guess(client, f"person{n}@city.example").status_code for n in range(11)]
    assert answers == [422] * 10 + [429]


def test_a_refused_guess_does_not_look_at_the_password(client, home):
    user = UserFactory()
    for number in range(10):
        guess(client, f"person{number}@city.example")
    response = client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    assert response.status_code == 429
    assert "Wait a few minutes" in response.content.decode()
    assert client.get("/account/").status_code == 302


def test_a_forged_forwarding_header_does_not_help(client, home):
    answers = [
        guess(client, f"person{n}@city.example", HTTP_X_FORWARDED_FOR=f"203.0.113.{n}").status_code
        for n in range(11)
    ]
    assert answers[-1] == 429


def test_behind_a_proxy_only_the_proxys_own_entry_counts(client, home, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    answers = [
        guess(client, f"p{n}@city.example", HTTP_X_FORWARDED_FOR=f"203.0.113.{n}, 198.51.100.7").status_code
        for n in range(11)
    ]
    assert answers[-1] == 429
    assert guess(client, "other@city.example", HTTP_X_FORWARDED_FOR="198.51.100.8").status_code == 422


def test_one_account_is_guessed_at_five_times_from_anywhere(client, home):
    user = UserFactory()
    answers = [guess(client, user.email, REMOTE_ADDR=f"203.0.113.{n}").status_code for n in range(6)]
    assert answers == [422] * 5 + [429]


def test_right_passwords_are_limited_too(client, home):
    user = UserFactory()
    for _try in range(30):
        Client().post(LOGIN, {"login": user.email, "password": PASSWORD})
    response = Client().post(LOGIN, {"login": user.email, "password": PASSWORD})
    assert response.status_code == 429
    assert "<h1" in response.content.decode()


@pytest.mark.parametrize(
    ("path", "field"), [("/account/reauthenticate/", "password"), ("/account/password/change/", "oldpassword")]
)
def test_passwords_are_not_guessed_inside_the_account_either(client, home, path, field):
    client.force_login(UserFactory())
    answers = [client.post(path, {field: f"guess {n}"}).status_code for n in range(11)]
    assert 200 not in answers
    assert answers[-1] == 429


def test_a_mailed_code_is_guessed_three_times_at_most(client, home, mailoutbox):
    user = UserFactory()
    client.post("/account/login/code/", {"email": user.email})
    code = CODE.search(mailoutbox[-1].body)[1]
    for _try in range(3):
        client.post("/account/login/code/confirm/", {"code": "WRONG1"})
    client.post("/account/login/code/confirm/", {"code": code})
    assert client.get("/account/").status_code == 302


# Who has an account


SIGN_UP = {"name": "Ana", "password1": PASSWORD, "password2": PASSWORD}


def test_sign_up_answers_the_same_for_a_known_address(home, mailoutbox):
    UserFactory(email="known@city.example")
    pages = []
    for address in ("known@city.example", "new@city.example"):
        client = Client()
        response = client.post("/account/signup/", SIGN_UP | {"email": address})
        assert (response.status_code, response.url) == (302, "/account/confirm-email/")
        wrong = client.post(response.url, {"code": "WRONG1"})
        again = client.post(response.url, {"action": "resend"}, follow=True)
        pages.append([plain(page, address) for page in (client.get(response.url), wrong, again)])
    assert pages[0] == pages[1]
    assert [mail.subject for mail in mailoutbox] == [
        "You already have an account at Interurban",
        "Your code for Interurban",
    ]
    assert User.objects.filter(email="known@city.example").count() == 1


@pytest.mark.parametrize("path", ["/account/password/reset/", "/account/login/code/"])
def test_asking_for_mail_answers_the_same_for_a_known_address(home, mailoutbox, path):
    UserFactory(email="known@city.example")
    pages = []
    for address in ("known@city.example", "new@city.example"):
        response = Client().post(path, {"email": address}, follow=True)
        pages.append((response.redirect_chain, plain(response, address)))
    assert pages[0] == pages[1]
    assert len(mailoutbox) == 2
    assert mailoutbox[1].subject == "No account with this address at Interurban"


def test_a_wrong_password_reads_the_same_for_a_known_address(home):
    UserFactory(email="known@city.example")
    pages = [plain(guess(Client(), address), address) for address in ("known@city.example", "new@city.example")]
    assert pages[0] == pages[1]


# Sessions


@pytest.fixture
def two_devices(home):
    user, here, there = UserFactory(), Client(), Client()
    for device in (here, there):
        device.post(LOGIN, {"login": user.email, "password": PASSWORD})
        assert device.get("/account/").status_code == 200
    return user, here, there


NEW = "verdigris under red lead"


def test_a_changed_password_ends_the_sessions_of_other_devices(two_devices):
    _user, here, there = two_devices
    response = here.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )
    assert response.status_code == 302
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302


def test_a_password_set_from_a_mailed_link_ends_all_sessions(two_devices, mailoutbox):
    user, here, there = two_devices
    stranger = Client()
    stranger.post("/account/password/reset/", {"email": user.email})
    link = re.search(r"http://testserver(\S+/key/\S+)", mailoutbox[-1].body)[1]
    form = stranger.get(link, follow=True).request["PATH_INFO"]
    stranger.post(form, {"password1": NEW, "password2": NEW})
    assert here.get("/account/").status_code == 302
    assert there.get("/account/").status_code == 302
    assert (
        "set a new password"
        not in stranger.get(link, follow=True).content.decode().lower().split("<h1>")[1][:40]
    )


def test_a_deactivated_person_is_signed_out_and_stays_out(two_devices):
    user, here, _there = two_devices
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert here.get("/account/").status_code == 302
    response = Client().post(LOGIN, {"login": user.email, "password": PASSWORD}, follow=True)
    assert response.status_code in {200, 422}
    assert "Your profile" not in response.content.decode()
