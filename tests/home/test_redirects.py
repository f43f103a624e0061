"""Old addresses lead on."""

from wagtail.contrib.redirects.models import Redirect

from tests.factories.home import StandardPageFactory


def test_an_old_address_leads_on(client, home):
    page = StandardPageFactory(parent=home, slug="new")
    Redirect.objects.create(old_path="/old", redirect_page=page)
    answer = client.get("/old/")
    assert answer.status_code == 301
    assert answer["Location"].endswith("/new/")


def test_a_page_that_moved_is_found_at_its_old_address_with_what_is_below_it(
    client, home, django_capture_on_commit_callbacks
):
    parent = StandardPageFactory(parent=home, slug="parent")
    page = StandardPageFactory(parent=home, slug="page")
    StandardPageFactory(parent=page, slug="child")
    with django_capture_on_commit_callbacks(execute=True):
        page.move(parent, pos="last-child")
    for old, new in (("/page/", "/parent/page/"), ("/page/child/", "/parent/page/child/")):
        answer = client.get(old)
        assert answer.status_code == 301
        assert answer["Location"].endswith(new)


def test_a_page_that_was_renamed_is_found_at_its_old_address(client, home, django_capture_on_commit_callbacks):
    page = StandardPageFactory(parent=home, slug="first")
    page.slug = "second"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert client.get("/first/")["Location"].endswith("/second/")
