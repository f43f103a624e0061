"""Wagtail is told the site of a request as the database has it, and each request has a copy of its own."""

import pytest
from wagtail.models import Page, Site

from network.core.sites import only_site
from network.home.models import HomePage
from tests.factories.knowledge import KnowledgeIndexFactory

ADDRESS = "/knowledge/"


@pytest.fixture
def other_home(home, settings):
    """Return a second home page; a list is below each."""
    settings.ALLOWED_HOSTS = ["localhost", "testserver", "other.example"]
    other = Page.get_first_root_node().add_child(instance=HomePage(title="Other home", slug="other-home"))
    KnowledgeIndexFactory(parent=home, title="First list")
    KnowledgeIndexFactory(parent=other, title="Other list")
    return other


def shown(client, host="localhost"):
    return client.get(ADDRESS, HTTP_HOST=host).content.decode()


def test_a_second_site_has_pages_of_its_own(client, other_home, django_capture_on_commit_callbacks):
    assert "First list" in shown(client)
    with django_capture_on_commit_callbacks(execute=True):
        Site.objects.create(hostname="other.example", root_page=other_home)
    assert only_site() is None
    assert "First list" in shown(client)
    assert "Other list" in shown(client, "other.example")


def test_another_root_is_seen_by_the_next_request(client, other_home, django_capture_on_commit_callbacks):
    assert "First list" in shown(client)
    with django_capture_on_commit_callbacks(execute=True):
        site = Site.objects.get()
        site.root_page = other_home
        site.save()
    assert "Other list" in shown(client)


def test_a_site_that_is_not_the_default_answers_for_its_own_host_only(home):
    Site.objects.update(is_default_site=False)
    assert only_site() is None


def test_what_a_request_finds_out_stays_with_it(client, other_home):
    first = only_site()
    first.root_page._asked_by = "somebody"
    first.root_page.title = "Changed"
    second = only_site()
    assert first.root_page == second.root_page
    assert not hasattr(second.root_page, "_asked_by")
    assert second.root_page.title == "Home"
    shown(client)
    assert not hasattr(only_site().root_page, "_asked_by")
