"""Where there is no index, lists come from the database and say so."""

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from knowledge.models import KnowledgeIndexPage
from tests.factories.accounts import UserFactory
from tests.factories.knowledge import ProductFactory
from tests.search.asking import ask, titles

PRODUCTS = KnowledgeIndexPage.list_spec


@pytest.fixture
def library(knowledge_index):
    for title in ("Open tram", "Closed tram"):
        knowledge_index.refresh_from_db()
        page = ProductFactory(parent=knowledge_index, title=title)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def test_the_page_says_so_and_lists_what_everybody_may_see(library):
    page = Client().get("/knowledge/")
    assert page.context["listing"].is_degraded
    assert "being prepared" in page.content.decode()
    assert titles(page.context["listing"]) == ["Open tram"]
    assert titles(ask(PRODUCTS, q="tram")) == ["Open tram"]
    assert titles(ask(PRODUCTS, q="ferry")) == []
    assert titles(ask(q="tram")) == ["Open tram"]


def test_a_filter_that_does_not_narrow_is_not_shown_as_one_in_use_and_not_lost(library):
    listing = ask(PRODUCTS, theme="resilience", q="tram")
    assert titles(listing) == ["Open tram"]
    assert [chip.label for chip in listing.chips] == ["“tram”"]
    assert listing.kept == [("theme", "resilience")]


def test_who_may_open_more_finds_it_once(library):
    listing = ask(PRODUCTS, user=UserFactory())
    assert sorted(titles(listing)) == ["Closed tram", "Open tram"]
    assert listing.restricted == []
