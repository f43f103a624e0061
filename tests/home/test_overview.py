"""The home page and the priority pages show what there is, count it truly, and ask little for it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from network.core.models import Theme
from tests.factories.cities import CityFactory
from tests.factories.home import PriorityIndexPageFactory, PriorityPageFactory
from tests.factories.knowledge import (
    KnowledgeIndexFactory,
    NewsFactory,
    NewsIndexFactory,
    PracticeFactory,
    PracticeIndexFactory,
    ProductFactory,
)

pytestmark = pytest.mark.same_on_every_database

MOST_QUERIES = 15


@pytest.fixture
def lists(home):
    """Return the list pages of a network."""
    return {
        "products": KnowledgeIndexFactory(parent=home),
        "practices": PracticeIndexFactory(parent=home),
        "news": NewsIndexFactory(parent=home),
        "priorities": PriorityIndexPageFactory(parent=home, slug="priorities"),
    }


def add(lists, number: int, **options) -> None:
    """Add as many products, practices and news, each from a city of its own."""
    for kind, make in (("products", ProductFactory), ("practices", PracticeFactory), ("news", NewsFactory)):
        lists[kind].refresh_from_db()
        for _ in range(number):
            make(parent=lists[kind], cities=[CityFactory(placed=True, **options)])


def theme(slug: str) -> Theme:
    return Theme.objects.get(slug=slug)


@pytest.mark.parametrize("path", ["/", "/priorities/", "/priorities/circularity/"])
def test_a_page_takes_as_many_queries_for_one_item_as_for_twenty(client, lists, path):
    PriorityPageFactory(parent=lists["priorities"], slug="circularity")
    circular = theme("circular-economy")
    counts = []
    for number in (1, 19):
        add(lists, number, themes=[circular])
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[1] <= MOST_QUERIES, "\n".join(query["sql"].split(" FROM ")[-1][:150] for query in queries)
