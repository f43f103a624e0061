"""The site search shows what a reader may open and not everybody, beside the index."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from knowledge.models import KnowledgeProductPage
from network.search.rebuild import rebuild
from tests.factories.accounts import UserFactory
from tests.factories.knowledge import ProductFactory
from tests.search.asking import ask


@pytest.fixture
def closed(knowledge_index):
    """Return a function that adds a product for people with an account."""

    def close(title: str) -> KnowledgeProductPage:
        knowledge_index.refresh_from_db()
        page = ProductFactory(parent=knowledge_index, title=title, summary="How trams came back.")
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
        return page

    return close


def test_a_restricted_page_looks_as_it_does_in_its_own_list_to_who_may_open_it(closed):
    page = closed("Closed tram")
    rebuild()
    [entry] = ask(user=UserFactory(), q="tram").restricted
    assert entry == KnowledgeProductPage.objects.for_listing().get(pk=page.pk).as_entry()
    assert (entry.kind, entry.summary) == (page.get_product_type_display(), "How trams came back.")
    assert ask(q="tram").restricted == []


def test_many_restricted_pages_take_no_more_queries_than_one(closed):
    closed("Closed tram 0")
    rebuild()
    person = UserFactory()

    def queries() -> int:
        ask(user=person, q="tram")
        with CaptureQueriesContext(connection) as made:
            ask(user=person, q="tram")
        return len(made)

    one = queries()
    for number in range(1, 20):
        closed(f"Closed tram {number}")
    assert len(ask(user=person, q="tram").restricted) == 20
    assert queries() == one
