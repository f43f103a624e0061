"""The reader's own profile."""

import pytest
from django.urls import reverse

from network.core.models import Theme
from tests.factories.accounts import UserFactory

PROFILE = {
    "name": "Ana Kowalska",
    "job_title": "Head of reuse",
    "biography": "Keeps halls standing.\n\n<script>alert(1)</script>",
    "languages": ["pl", "en"],
    "time_zone": "Europe/Warsaw",
    "locale": "en",
}


@pytest.fixture
def ana(client, home):
    user = UserFactory(name="Ana")
    client.force_login(user)
    return user


def test_a_stranger_is_asked_to_sign_in_and_comes_back(client, home):
    response = client.get("/account/")
    assert response.status_code == 302
    assert response.url == "/account/login/?next=/account/"


def test_an_empty_profile_asks_to_be_completed(client, ana):
    page = client.get(reverse("accounts:profile")).content.decode()
    assert "Complete your profile" in page
    assert "Job title" not in page


def test_a_complete_profile_does_not_ask(client, home):
    client.force_login(UserFactory(complete=True))
    page = client.get(reverse("accounts:profile")).content.decode()
    assert "Complete your profile" not in page
    assert "Head of reuse" in page
    assert "English, Polish" in page


def test_an_edited_profile_is_shown_with_its_markup_escaped(client, ana):
    theme = Theme.objects.create(name="Reuse", slug="reuse")
    response = client.post(reverse("accounts:profile-edit"), PROFILE | {"expertise": [theme.pk]}, follow=True)
    page = response.content.decode()
    ana.refresh_from_db()
    assert (ana.name, ana.languages, ana.time_zone) == ("Ana Kowalska", ["pl", "en"], "Europe/Warsaw")
    assert list(ana.expertise.all()) == [theme]
    assert "Your profile is saved." in page
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("biography", "x" * 2001),
        ("languages", ["tlh"]),
        ("time_zone", "Moon/Base"),
        ("locale", "xx"),
        ("expertise", ["9999"]),
    ],
)
def test_refused_input_is_422_and_changes_nothing(client, ana, field, value):
    response = client.post(reverse("accounts:profile-edit"), PROFILE | {field: value})
    ana.refresh_from_db()
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert ana.name == "Ana"
    assert "Keeps halls standing." in response.content.decode() or field == "biography"


def test_extra_keys_of_the_form_change_nothing(client, ana):
    client.post(
        reverse("accounts:profile-edit"),
        PROFILE | {"is_staff": "on", "is_superuser": "on", "email": "a@b.example"},
    )
    before = ana.email
    ana.refresh_from_db()
    assert (ana.is_staff, ana.is_superuser, ana.email) == (False, False, before)


def test_the_profile_costs_the_same_queries_whatever_it_lists(client, ana, django_assert_max_num_queries):
    client.get(reverse("accounts:profile"))  # what is cached once for all
    spent = []
    for count in (1, 20):
        themes = [Theme.objects.create(name=f"{count}-{n}", slug=f"{count}-{n}") for n in range(count)]
        ana.expertise.set(themes)
        with django_assert_max_num_queries(15) as queries:
            client.get(reverse("accounts:profile"))
        spent.append(len(queries))
    assert spent[0] == spent[1]
