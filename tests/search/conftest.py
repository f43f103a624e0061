"""The three lists below the home page, and the whole demo network in an index."""

from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction

from tests.knowledge.conftest import knowledge_index, news_index, practice_index

__all__ = ["knowledge_index", "news_index", "practice_index"]


@pytest.fixture(scope="module")
def _demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """Load the demo and build its index once for a module; the transaction is undone at its end."""
    from django.conf import settings

    from network.search.rebuild import rebuild

    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        call_command("load_demo", stdout=StringIO())
        cache.clear()
        before, settings.SEARCH_INDEX = settings.SEARCH_INDEX, tmp_path_factory.mktemp("demo") / "index"
        rebuild()
        folder, settings.SEARCH_INDEX = settings.SEARCH_INDEX, before
        yield folder
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)
        connection.close()


@pytest.fixture
def demo_index(_demo, db, settings):
    """Ask the index of the demo network."""
    settings.SEARCH_INDEX = _demo
