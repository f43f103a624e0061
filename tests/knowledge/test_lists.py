"""The lists: what they hold, in which order, with how many queries."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.cities import CityFactory
from tests.factories.knowledge import NewsFactory, PracticeFactory, ProductFactory

LISTS = [
    ("/knowledge/", "knowledge_index", ProductFactory),
    ("/practices/", "practice_index", PracticeFactory),
    ("/news/", "news_index", NewsFactory),
]


@pytest.mark.parametrize(("address", "index", "make"), LISTS)
def test_a_list_without_pages_says_what_to_do(client, request, address, index, make):
    request.getfixturevalue(index)
    body = client.get(address).content.decode()
    assert "Nothing is published here yet" in body
    assert "/contact/" in body


@pytest.mark.parametrize(("address", "index", "make"), LISTS)
def test_a_list_takes_as_many_queries_for_one_row_as_for_twenty(request, reindex, address, index, make):
    client = Client()
    parent = request.getfixturevalue(index)
    counts = []
    for total in (1, 20):
        while parent.get_children().count() < total:
            make(parent=parent, cities=[CityFactory(), CityFactory()])
            parent.refresh_from_db()
        reindex()
        client.get(address)  # what is kept in memory is read
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        assert len(response.context["listing"].entries) == total
        counts.append(len(queries))
    assert counts[0] == counts[1], [q["sql"] for q in queries]
    assert counts[1] <= 15, "\n".join(q["sql"][:200] for q in queries)


def test_the_newest_product_is_first_and_undated_ones_are_last(client, knowledge_index):
    ProductFactory(parent=knowledge_index, title="Undated", undated=True)
    ProductFactory(parent=knowledge_index, title="Old", published_on=date(2012, 1, 1))
    ProductFactory(parent=knowledge_index, title="New", published_on=date(2024, 1, 1))
    titles = [entry.title for entry in client.get("/knowledge/").context["listing"].entries]
    assert titles == ["New", "Old", "Undated"]
    titles = [entry.title for entry in client.get("/knowledge/?sort=title").context["listing"].entries]
    assert titles == ["New", "Old", "Undated"]
