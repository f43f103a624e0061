"""Menus are read from memory, hold nothing that is not public, and follow every change."""

import pytest
from django.core.exceptions import ValidationError
from django.test import TestCase
from django.urls import reverse
from wagtail.models import PageViewRestriction

from network.core.models import MenuItem, NetworkSettings, Place
from tests.factories.accounts import UserFactory
from tests.factories.home import StandardPageFactory


@pytest.fixture
def change():
    """Return a way to run what waits for the end of the transaction, as it would outside of a test."""
    return TestCase.captureOnCommitCallbacks


@pytest.fixture
def page(home):
    page = StandardPageFactory(parent=home, title="Zinnober charter", slug="charter")
    MenuItem.objects.create(place=Place.MAIN, label="Zinnober charter", page=page)
    return page


def shown(client) -> str:
    return client.get("/").content.decode()


def test_a_link_stands_on_every_page(client, page):
    assert '<a href="/charter/">Zinnober charter</a>' in shown(client)


def test_menus_and_settings_cost_no_query_once_they_are_known(client, page, django_assert_max_num_queries):
    client.get("/")
    with django_assert_max_num_queries(15) as captured:
        client.get("/")
    statements = " ".join(query["sql"] for query in captured.captured_queries)
    assert "core_menuitem" not in statements
    assert "core_networksettings" not in statements


def test_an_unpublished_page_leaves_the_menus(client, page, change):
    shown(client)
    with change(execute=True):
        page.unpublish()
    assert "Zinnober" not in shown(client)


def test_a_published_page_comes_into_the_menus(client, home, page, change):
    page.unpublish()
    shown(client)
    with change(execute=True):
        page.save_revision().publish()
    assert "Zinnober" in shown(client)


def test_a_moved_page_keeps_its_link_right(client, home, page, change):
    parent = StandardPageFactory(parent=home, slug="below")
    shown(client)
    with change(execute=True):
        page.move(parent, pos="last-child")
    assert 'href="/below/charter/"' in shown(client)


def test_a_deleted_page_leaves_the_menus(client, page, change):
    shown(client)
    with change(execute=True):
        page.delete()
    assert "Zinnober" not in shown(client)


def test_a_restricted_page_leaves_the_menus_for_everyone(client, page, change):
    shown(client)
    with change(execute=True):
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert "Zinnober" not in shown(client)
    client.force_login(UserFactory())
    assert "Zinnober" not in shown(client)


def test_a_changed_setting_shows_at_once(client, home, change):
    settings = NetworkSettings.objects.create(site=home.get_site(), name="First name")
    shown(client)
    settings.name = "Second name"
    with change(execute=True):
        settings.save()
    assert "Second name" in shown(client)
    assert "First name" not in shown(client)


def test_reading_writes_no_settings(client, home):
    shown(client)
    assert not NetworkSettings.objects.exists()


def test_what_was_undone_is_not_remembered(client, home):
    from django.db import transaction

    settings = NetworkSettings.objects.create(site=home.get_site(), name="First name")
    with pytest.raises(RuntimeError), transaction.atomic():
        settings.name = "Second name"
        settings.save()
        raise RuntimeError
    assert "First name" in shown(client)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//elsewhere.example/", "news"])
def test_an_address_leads_somewhere(db, address):
    with pytest.raises(ValidationError):
        MenuItem(label="Somewhere", address=address).full_clean()


def test_staff_edit_and_order_the_menus(client, home, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(UserFactory(administrator=True))
    fields = {"place": "main", "label": "Cities", "page": "", "address": "/cities/"}
    answer = client.post(reverse("menu_items:add"), fields)
    assert answer.status_code == 302
    client.post(reverse("menu_items:add"), fields | {"label": "News", "address": "/news/"})
    cities, news = MenuItem.objects.all()
    assert (cities.label, news.label) == ("Cities", "News")
    assert cities.position < news.position
    assert client.get(reverse("menu_items:index")).status_code == 200
    client.post(f"{reverse('menu_items:reorder', args=[news.pk])}?position=0")
    assert [item.label for item in MenuItem.objects.all()] == ["News", "Cities"]
