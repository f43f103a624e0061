"""Accounts in the editors' area."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.urls import reverse

from network.accounts.models import User
from tests.factories.accounts import UserFactory

PEOPLE = "wagtailusers_users"


@pytest.fixture
def administrator(client, home):
    user = UserFactory(administrator=True, with_totp=True)
    client.force_login(user)
    return user


def test_an_administrator_makes_an_editor_who_signs_in_by_code(client, administrator, mailoutbox):
    editors = Group.objects.get(name="Editors")
    response = client.post(
        reverse(f"{PEOPLE}:add"),
        {"email": "New.Editor@City.example", "name": "New Editor", "job_title": "", "groups": [editors.pk]},
    )
    person = User.objects.get(email="new.editor@city.example")
    assert response.status_code == 302
    assert (person.is_staff, person.is_superuser, person.has_usable_password()) == (True, False, False)
    client.logout()
    client.post("/account/login/code/", {"email": person.email})
    code = re.search(r"^ {4}(\S+)$", mailoutbox[-1].body, re.MULTILINE)[1]
    client.post("/account/login/code/confirm/", {"code": code})
    assert client.get("/account/").context["person"] == person
    assert EmailAddress.objects.get(user=person).verified


def test_a_person_without_a_group_of_editors_is_no_staff(client, administrator):
    client.post(reverse(f"{PEOPLE}:add"), {"email": "member@city.example", "name": "Member"})
    assert not User.objects.get(email="member@city.example").is_staff


def test_two_people_cannot_have_one_address(client, administrator):
    UserFactory(email="taken@city.example")
    response = client.post(reverse(f"{PEOPLE}:add"), {"email": "TAKEN@city.example", "name": "Another"})
    assert response.status_code == 200
    assert "email" in response.context["form"].errors
    assert User.objects.filter(email__iexact="taken@city.example").count() == 1


def test_a_changed_address_has_to_be_verified_again(client, administrator):
    person = UserFactory(name="Ana")
    client.post(
        reverse(f"{PEOPLE}:edit", args=[person.pk]),
        {"email": "ana.new@city.example", "name": "Ana", "is_active": "on"},
    )
    address = EmailAddress.objects.get(user=person)
    assert (address.email, address.verified, address.primary) == ("ana.new@city.example", False, True)


def test_people_are_found_by_name(client, administrator):
    UserFactory(name="Marta Findable")
    UserFactory(name="Somebody Else")
    page = client.get(reverse(f"{PEOPLE}:index"), {"q": "findable"}).content.decode()
    assert "Marta Findable" in page
    assert "Somebody Else" not in page


@pytest.mark.parametrize("view", ["index", "add"])
@pytest.mark.parametrize("group", ["Editors", "Moderators"])
def test_only_administrators_manage_people(client, home, group, view):
    client.force_login(UserFactory(staff=True, groups=[group], with_totp=True))
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    response = client.get(reverse(f"{PEOPLE}:{view}"))
    assert response.status_code == 302
    assert response.url == reverse("wagtailadmin_home")


def test_a_deactivated_person_is_out_at_once(client, administrator):
    from django.test import Client

    person, other = UserFactory(name="Ana"), Client()
    other.force_login(person)
    assert other.get("/account/").status_code == 200
    client.post(reverse(f"{PEOPLE}:edit", args=[person.pk]), {"email": person.email, "name": "Ana"})
    assert other.get("/account/").status_code == 302


def test_preferences_save_without_a_second_name_and_cannot_change_the_address(client, administrator):
    page = client.get("/admin/account/")
    assert page.status_code == 200
    response = client.post(
        "/admin/account/",
        {
            "theme-theme": "dark",
            "theme-contrast": "system",
            "theme-density": "default",
            "theme-keyboard_shortcuts": "on",
            "name_email-email": "x@evil.example",
        },
    )
    before = administrator.email
    administrator.refresh_from_db()
    assert response.status_code == 302
    assert administrator.email == before
    assert administrator.wagtail_userprofile.theme == "dark"
