"""A real network begins empty, looks good, and says what to do next."""

import re
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from wagtail.models import Page, Site, Workflow

from network.accounts.models import User
from network.core.models import MenuItem, NetworkSettings, Theme
from network.home.models import HomePage, StandardPage
from tests.factories.accounts import UserFactory


def start(**options) -> str:
    out = StringIO()
    call_command("start_network", no_input=True, stdout=out, **{"email": "first@city.example"} | options)
    return out.getvalue()


def test_it_stands_with_home_list_and_legal_pages(client, db):
    start(name="Coal to culture")
    for path in (
        "/",
        "/knowledge/",
        "/practices/",
        "/news/",
        "/priorities/",
        "/accessibility/",
        "/privacy/",
        "/imprint/",
        "/cities/",
        "/partners/",
    ):
        assert client.get(path).status_code == 200, path
    assert not Page.objects.filter(title__startswith="Welcome").exists()
    assert NetworkSettings.objects.get().name == "Coal to culture"
    assert Theme.objects.filter(broader=None).count() == 13


def test_the_site_stands_at_the_address_that_is_set(db, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://exchange.example.org"
    start()
    site = Site.objects.get()
    assert (site.hostname, site.port) == ("exchange.example.org", 443)
    assert site.root_page.specific == HomePage.objects.get()


def test_started_again_it_changes_nothing(db):
    start()
    HomePage.objects.update(headline="Ours")
    MenuItem.objects.filter(label="News").delete()
    counts = [model.objects.count() for model in (Page, MenuItem, User, Workflow, Group, Theme)]
    said = start()
    assert [model.objects.count() for model in (Page, MenuItem, User, Workflow, Group, Theme)] == counts
    assert HomePage.objects.get().headline == "Ours"
    assert "administrator already" in said


def test_the_first_administrator_chooses_a_password_by_the_link(client, db):
    said = start()
    [path] = re.findall(r"http://testserver(/account/\S+)", said)
    person = User.objects.get()
    assert person.is_superuser
    assert not person.has_usable_password()
    form = client.get(path, follow=True)
    assert form.status_code == 200
    password = "red lead over verdigris"
    client.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})
    person.refresh_from_db()
    assert person.check_password(password)


def test_the_first_administrator_needs_an_address(db):
    with pytest.raises(CommandError, match="--email"):
        start(email="")


def test_a_member_is_not_made_an_administrator_by_mistake(db):
    UserFactory(email="first@city.example")
    with pytest.raises(CommandError, match="belongs to somebody"):
        start()
    assert not User.objects.filter(is_superuser=True).exists()


def test_editors_write_and_moderators_publish(client, db, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    start()
    home = HomePage.objects.get()
    editor, moderator = UserFactory(groups=["Editors"]), UserFactory(groups=["Moderators"])
    assert home.permissions_for_user(editor).can_edit()
    assert home.permissions_for_user(editor).can_add_subpage()
    assert not home.permissions_for_user(editor).can_publish()
    assert home.permissions_for_user(moderator).can_publish()
    for name in ("cities.add_city", "cities.change_city"):
        assert editor.has_perm(name)
    assert not editor.has_perm("cities.publish_city")
    for name in ("cities.publish_city", "core.change_menuitem", "core.change_networksettings"):
        assert moderator.has_perm(name)
    client.force_login(editor)
    assert client.get("/admin/").status_code == 200


def test_what_an_editor_submits_waits_for_a_moderator(db):
    start()
    editor = UserFactory(groups=["Editors"])
    page = StandardPage.objects.first()
    page.save_revision(user=editor)
    state = page.get_workflow().start(page, editor)
    assert page.get_workflow().name == "Publication"
    task = state.current_task_state.task.specific
    assert task.user_can_access_editor(page, UserFactory(groups=["Moderators"]))
    assert not task.user_can_access_editor(page, editor)


def test_the_empty_home_page_shows_no_zero_and_what_comes_first(client, db, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    start()
    text = client.get("/").content.decode()
    assert "This network is just beginning" in text
    assert "First steps" not in text
    for absent in ("All 0", "0 cities", "0 knowledge", "0 practices", "titleblock"):
        assert absent not in text
    client.force_login(User.objects.get())
    text = client.get("/").content.decode()
    assert "First steps" in text
    for path in re.findall(r'<li><b><a href="([^"]+)"', text):
        assert client.get(path, follow=True).status_code == 200, path
