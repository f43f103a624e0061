"""The frame of every page: where the reader is, and her choice of colours."""

import pytest
from django.test import Client

from network.core.models import MenuItem


@pytest.fixture
def menu(home):
    """Fill the main menu."""
    MenuItem.objects.all().delete()
    for label, address in (("Cities", "/cities/"), ("Home", "/"), ("Sign in", "/account/")):
        MenuItem.objects.create(label=label, address=address)


def test_the_page_itself_is_marked_in_the_menu(client, menu):
    shown = client.get("/").content.decode()
    assert '<a href="/" aria-current="page">Home</a>' in shown
    assert '<a href="/cities/">Cities</a>' in shown


def test_the_section_of_a_page_is_marked_and_the_home_page_is_not(client, menu):
    shown = client.get("/cities/nowhere/").content.decode()
    assert '<a href="/cities/" aria-current="true">Cities</a>' in shown
    assert '<a href="/">Home</a>' in shown


def test_colours_are_kept_without_a_token_and_without_leaving_the_site(home):
    browser = Client(enforce_csrf_checks=True)
    response = browser.post("/preferences/colours/", {"colours": "dark", "next": "//evil.example/"})
    assert response.headers["Location"] == "/"
    assert 'data-theme="dark"' in browser.get("/").content.decode()


def test_choosing_the_devices_colours_forgets_the_choice(home, client):
    client.post("/preferences/colours/", {"colours": "dark"})
    client.post("/preferences/colours/", {"colours": "", "next": "/"})
    assert "data-theme" not in client.get("/").content.decode()


def test_what_was_typed_into_the_cookie_is_not_shown(home, client):
    client.cookies["colours"] = '"><script>'
    assert "data-theme" not in client.get("/").content.decode()


def test_only_a_demo_leads_to_its_mail(home, client, settings):
    assert "/demo/mail/" not in client.get("/").content.decode()
    settings.DEMO_MAILBOX = True
    assert 'href="/demo/mail/"' in client.get("/").content.decode()
