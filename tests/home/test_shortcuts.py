"""The editors' area begins with what this person may do."""

import re

import pytest
from django.contrib.auth.models import Group, Permission

from network.home.staff import grant_staff_permissions
from tests.factories.accounts import UserFactory
from tests.factories.knowledge import KnowledgeIndexFactory, NewsIndexFactory, PracticeIndexFactory

LINK = re.compile(r'href="(/admin/[^"]+)">.*?</svg>(?:</span>)?\s*([^<]+)</a>', re.DOTALL)
WORDS = {"Write a knowledge product", "Write a good practice", "Write news", "Edit a city"}


@pytest.fixture
def lists(home, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    grant_staff_permissions()
    return [make(parent=home) for make in (KnowledgeIndexFactory, PracticeIndexFactory, NewsIndexFactory)]


def offered(client, user) -> dict[str, str]:
    client.force_login(user)
    page = client.get("/admin/").content.decode()
    panel = page.partition('aria-label="First steps"')[2].partition("</nav>")[0]
    return {words.strip(): address for address, words in LINK.findall(panel)}


@pytest.mark.parametrize("group", ["Editors", "Moderators"])
def test_staff_are_offered_what_they_come_for_and_each_opens(client, lists, group):
    found = offered(client, UserFactory(is_staff=True, groups=[group]))
    assert set(found) == WORDS
    for address in found.values():
        assert client.get(address).status_code == 200, address


def test_an_administrator_is_offered_all_of_it(client, lists):
    assert set(offered(client, UserFactory(administrator=True))) == WORDS


def test_nobody_is_offered_what_she_may_not_do(client, lists):
    guests = Group.objects.create(name="Guests")
    guests.permissions.add(Permission.objects.get(codename="access_admin"))
    assert offered(client, UserFactory(is_staff=True, groups=["Guests"])) == {}
    guests.permissions.add(Permission.objects.get(codename="change_city"))
    assert set(offered(client, UserFactory(is_staff=True, groups=["Guests"]))) == {"Edit a city"}


def test_a_list_that_is_not_there_is_not_offered(client, home, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    NewsIndexFactory(parent=home)
    assert set(offered(client, UserFactory(administrator=True))) == {"Write news", "Edit a city"}
