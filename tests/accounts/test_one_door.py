"""There is one door: no address lets anyone in by password alone once a second factor is on."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from tests.accounts.addresses import every_address
from tests.factories.accounts import PASSWORD, TOTP_SECRET, UserFactory, totp_code

OTHER_DOORS = [
    "/admin/login/",
    "/admin/password_reset/",
    "/admin/password_reset/done/",
    "/admin/password_reset/confirm/MQ/abc-def/",
    "/admin/password_reset/complete/",
    "/admin/account/change_password/",
    "/_util/login/",
    "/django-admin/login/",
    "/accounts/login/",
    "/login/",
]
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "http:///evil.example/",
    "\\\\evil.example",
    "javascript:alert(1)",
    "https:evil.example",
    "/\\evil.example",
]


@pytest.fixture
def staff(home):
    return UserFactory(administrator=True, with_totp=True)


def credentials(user) -> dict:
    """Return the right password under every name that a login form may use."""
    return {"login": user.email, "username": user.email, "email": user.email, "password": PASSWORD}


def is_signed_in(client) -> bool:
    return client.get("/account/").status_code == 200


def test_only_sign_in_and_sign_up_show_a_password_field(client, home):
    asked = set()
    for path, _pattern in every_address():
        page = client.get(path)
        if page.status_code == 200 and b'type="password"' in b"".join(page):
            asked.add(path)
    assert asked == {"/account/login/", "/account/signup/"}


def test_no_address_signs_anyone_in_by_password_alone(client, staff):
    for path, _pattern in every_address():
        if not path.startswith("/account/3rdparty/"):
            client.post(path, credentials(staff))
    assert not is_signed_in(client)


def test_the_list_of_addresses_is_the_portals(home):
    paths = {path for path, _pattern in every_address()}
    assert {"/admin/login/", "/_util/login/", "/account/login/", "/admin/pages/1/edit/"} <= paths


@pytest.mark.parametrize("path", OTHER_DOORS)
def test_other_login_addresses_do_not_sign_in(client, staff, path):
    client.post(path, credentials(staff))
    assert not is_signed_in(client)


@pytest.mark.parametrize("path", ["/admin/login/", "/_util/login/"])
def test_other_login_addresses_lead_to_the_door_and_keep_where_one_wanted_to_go(client, home, path):
    response = client.get(path, {"next": "/admin/pages/"})
    assert response.status_code == 302
    assert response.url == "/account/login/?next=%2Fadmin%2Fpages%2F"


def test_the_admin_sends_strangers_to_the_door(client, home):
    response = client.get("/admin/pages/", follow=True)
    assert response.redirect_chain[-1][0] == "/account/login/?next=%2Fadmin%2Fpages%2F"


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
@pytest.mark.parametrize("path", ["/account/login/", "/admin/login/", "/_util/login/"])
def test_signing_in_never_leads_to_another_host(client, home, path, elsewhere):
    user = UserFactory()
    door = client.get(path, {"next": elsewhere}, follow=True).request
    assert door["PATH_INFO"] == "/account/login/"
    response = client.post("/account/login/", {"login": user.email, "password": PASSWORD, "next": elsewhere})
    assert response.status_code == 302
    assert response.url == "/dashboard/"


def test_next_on_this_host_is_followed(client, home):
    user = UserFactory()
    response = client.post("/account/login/?next=/cities/", {"login": user.email, "password": PASSWORD})
    assert response.url == "/cities/"


def test_password_then_code_of_the_app_signs_in(client, staff):
    response = client.post("/account/login/?next=/admin/", {"login": staff.email, "password": PASSWORD})
    assert response.url.startswith("/account/2fa/authenticate/")
    assert not is_signed_in(client)
    refused = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert refused.status_code == 422
    response = client.post("/account/2fa/authenticate/", {"code": totp_code(TOTP_SECRET)})
    assert response.url == "/admin/"
    assert is_signed_in(client)


def test_a_code_by_mail_does_not_replace_the_second_factor(client, staff, mailoutbox):
    client.post("/account/login/code/", {"email": staff.email})
    code = re.search(r"^ {4}(\S+)$", mailoutbox[-1].body, re.MULTILINE)[1]
    response = client.post("/account/login/code/confirm/", {"code": code})
    assert response.url.startswith("/account/2fa/authenticate/")
    assert not is_signed_in(client)


def test_a_new_password_from_a_mailed_link_does_not_sign_in(client, staff, mailoutbox):
    client.post("/account/password/reset/", {"email": staff.email})
    link = re.search(r"http://testserver(\S+/key/\S+)", mailoutbox[-1].body)[1]
    form = client.get(link, follow=True)
    new = "verdigris on red lead"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    staff.refresh_from_db()
    assert staff.check_password(new)
    assert not is_signed_in(client)


def test_the_password_of_a_restricted_page_opens_that_page_and_no_account(client, home):
    page = Page.objects.get(pk=home.pk)
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="open sesame"
    )
    path = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, page.pk])
    client.post(path, {"password": "open sesame", "return_url": "/"})
    assert not is_signed_in(client)


# The editors' area


def test_staff_without_a_second_factor_stay_outside_every_admin_address(client, home):
    assert settings.REQUIRE_SECOND_FACTOR
    client.force_login(UserFactory(administrator=True))
    for path, pattern in every_address():
        if path.startswith("/admin/") and pattern.name not in {"wagtailadmin_sprite", "wagtailadmin_login"}:
            response = client.get(path)
            assert response.status_code == 302, path
            assert response.url.startswith(("/account/", "/admin/")), path


@pytest.mark.parametrize(
    "path",
    [
        "/admin",
        "/admin/",
        "//admin/",
        "/Admin/",
        "/ADMIN/",
        "/admin/./",
        "/admin/%2e/",
        "/admin//",
        "/admin/?x=1",
    ],
)
def test_no_spelling_of_the_address_gets_around_the_second_factor(client, home, path):
    client.force_login(UserFactory(administrator=True))
    response = client.get(path, follow=True)
    assert b"wagtail" not in response.content.lower() or response.request["PATH_INFO"] == "/account/2fa/"


def test_every_address_of_the_admin_is_one_the_second_factor_guards(home):
    for path, pattern in every_address():
        if getattr(pattern.callback, "__module__", "").startswith(("wagtail.admin", "wagtail.users")):
            assert path.startswith("/admin/"), path


def test_staff_with_a_second_factor_come_in(client, staff):
    client.force_login(staff)
    assert client.get("/admin/").status_code == 200


def test_who_removes_the_second_factor_is_outside_again(client, staff):
    client.force_login(staff)
    assert client.get("/admin/").status_code == 200
    UserFactory.forget_second_factor(staff)
    assert client.get("/admin/").url == "/account/2fa/"


def test_recovery_codes_alone_are_no_second_factor(client, staff):
    client.force_login(staff)
    staff.authenticator_set.filter(type="totp").delete()
    assert client.get("/admin/").url == "/account/2fa/"


def test_the_demo_relaxes_the_second_factor(client, home, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(UserFactory(administrator=True))
    assert client.get("/admin/").status_code == 200


def test_a_signed_in_reader_who_is_no_editor_stays_outside(client, home):
    client.force_login(UserFactory(with_totp=True))
    assert client.get("/admin/").status_code in {302, 403, 404}


# Leaving


@pytest.mark.parametrize("path", ["/account/logout/", "/admin/logout/"])
def test_a_link_does_not_sign_out(client, home, path):
    client.force_login(UserFactory())
    page = client.get(path, follow=True)
    assert page.status_code == 200
    assert "Stay signed in" in page.content.decode()
    assert is_signed_in(client)


def test_the_button_signs_out(client, home):
    client.force_login(UserFactory())
    client.post("/account/logout/")
    assert not is_signed_in(client)


def test_signing_out_never_leads_to_another_host(client, home):
    client.force_login(UserFactory())
    assert client.post("/account/logout/", {"next": "https://evil.example/"}).url == "/"
