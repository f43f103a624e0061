"""Feeds are Atom, of everything or of a theme, and are listed."""

import xml.etree.ElementTree as ET

from network.core.models import Theme
from tests.factories.cities import CityFactory
from tests.factories.knowledge import NewsFactory, ProductFactory

ATOM = "{http://www.w3.org/2005/Atom}"


def titles(response):
    return [entry.findtext(f"{ATOM}title") for entry in ET.fromstring(response.content).iter(f"{ATOM}entry")]  # noqa: S314


def test_a_feed_holds_all_or_one_theme(client, knowledge_index):
    ProductFactory(parent=knowledge_index, title="Halls & heat", themes=[Theme.objects.get(slug="resilience")])
    knowledge_index.refresh_from_db()
    ProductFactory(parent=knowledge_index, title="Rings", cities=[CityFactory()])
    response = client.get("/feeds/knowledge/")
    assert response["Content-Type"].startswith("application/atom+xml")
    assert sorted(titles(response)) == ["Halls & heat", "Rings"]
    assert titles(client.get("/feeds/knowledge/resilience/")) == ["Halls & heat"]
    assert titles(client.get("/feeds/knowledge/?theme=resilience")) == ["Halls & heat"]
    assert client.get("/feeds/knowledge/nothing/").status_code == 404


def test_lists_name_their_feed_and_a_page_lists_all(client, news_index):
    NewsFactory(parent=news_index)
    assert 'type="application/atom+xml"' in client.get("/news/").content.decode()
    body = client.get("/feeds/").content.decode()
    for address in ("/feeds/news/", "/feeds/practices/circular-economy/"):
        assert address in body
