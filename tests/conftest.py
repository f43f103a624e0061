"""What all tests share: the copied database, and a site with its home page."""

import os

import pytest
from django.core.cache import cache

from tests.database import databases

COMMITTING = {"transactional_db", "live_server"}
_state: dict = {"databases": None, "used": False}


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_blocker):
    """Use a copy of the migrated template instead of running every migration."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock():
        _state["databases"] = databases(worker)
        _state["databases"].create()
    yield
    with django_db_blocker.unblock():
        _state["databases"].destroy()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Give each test that follows a committing one a fresh database: a flush loses Wagtail's root page."""
    from pytest_django.plugin import blocking_manager_key

    if _state["used"]:
        with item.config.stash[blocking_manager_key].unblock():
            _state["databases"].restore()
        _state["used"] = False
    marker = item.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction")
    if commits or COMMITTING & set(getattr(item, "fixturenames", ())):
        _state["used"] = True


def pytest_collection_modifyitems(config, items):
    """On servers leave out what cannot differ from SQLite: processes, files, counts of queries."""
    if not os.environ.get("DATABASE_URL"):
        return
    left_out = [item for item in items if item.get_closest_marker("same_on_every_database")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]


@pytest.fixture(autouse=True)
def fresh_cache():
    """Let no test see what another one cached, rate limits among it."""
    cache.clear()


@pytest.fixture(autouse=True)
def own_index(settings, tmp_path):
    """Give each test a place for an index of its own; there is none until the test builds one."""
    settings.SEARCH_INDEX = tmp_path / "index"


@pytest.fixture
def reindex(db):
    """Return what brings the search index up to what the test has made."""
    from network.search.rebuild import rebuild

    return rebuild


@pytest.fixture
def home(db):
    """Return the home page of an empty network at the default site."""
    from wagtail.models import Page, Site

    from network.home.models import HomePage

    root = Page.get_first_root_node()
    page = root.add_child(instance=HomePage(title="Home", slug="portal-home"))
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=page, is_default_site=True, site_name="Test network")
    return page


@pytest.fixture
def staffed(home, settings):
    """Return the home page of a network with its lists, its groups of staff and their workflow.

    Staff need no second factor.
    """
    from network.home.services import begin_network

    settings.REQUIRE_SECOND_FACTOR = False
    return begin_network(name="Small network", base_url="http://testserver")


@pytest.fixture
def as_(people):
    """Return a function that gives a browser on which one of the folder's ``people`` is signed in."""
    from django.test import Client

    def client_of(name: str) -> Client:
        client = Client()
        if name != "anonymous":
            client.force_login(people[name])
        return client

    return client_of
