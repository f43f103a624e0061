"""The whole demo network in the database and in an index, loaded once for a module of tests."""

from contextlib import contextmanager
from io import StringIO

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction

from network.search.rebuild import rebuild


@contextmanager
def index_at(folder):
    """Use the index in ``folder``."""
    before, settings.SEARCH_INDEX = settings.SEARCH_INDEX, folder
    yield
    settings.SEARCH_INDEX = before


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """Load the demo, in a transaction that is undone at the module's end; return the folder of its index."""
    folder = tmp_path_factory.mktemp("demo") / "index"
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        call_command("load_demo", with_users=True, stdout=StringIO())
        cache.clear()  # nothing commits here, so nothing else forgets an earlier test's menus
        with index_at(folder):
            rebuild()
        yield folder
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)
        connection.close()


@pytest.fixture
def loaded(demo, own_index, db):
    """Return to the loaded demo and its index after each test."""
    with index_at(demo):
        yield
