"""The demo content: every row is there, once, as it was given."""

import pytest

from cities.demo.load import load as load_cities
from knowledge.demo.load import load
from knowledge.models import CollectionPage, GoodPracticePage, KnowledgeProductPage, NewsPage


@pytest.fixture
def demo(home):
    load_cities()
    return load(home=home)


def test_every_row_is_published_filed_and_linked(client, home, demo):
    assert demo == {"products": 85, "practices": 40, "news": 24, "collections": 2}
    assert KnowledgeProductPage.objects.live().count() == 85
    assert GoodPracticePage.objects.live().count() == 40
    assert NewsPage.objects.live().count() == 24
    for model in (KnowledgeProductPage, GoodPracticePage, NewsPage, CollectionPage):
        assert not model.objects.filter(theme_links=None).exists()
    assert not GoodPracticePage.objects.filter(city_links=None).exists()
    assert not [
        page
        for model in (KnowledgeProductPage, GoodPracticePage, NewsPage)
        for page in model.objects.all()
        if not page.sources
    ]
    assert KnowledgeProductPage.objects.get(title="Circular Turku").authors.count() == 3
    assert KnowledgeProductPage.objects.filter(licence="not-stated").count() >= 65
    assert KnowledgeProductPage.objects.filter(isbn="9789211326604").count() == 1
    assert KnowledgeProductPage.objects.filter(date_precision="year").count() == 29
    assert {len(page.items.all()) for page in CollectionPage.objects.all()} == {6}
    assert "85 products" in client.get("/knowledge/").content.decode()
    assert "40 good practices" in client.get("/practices/").content.decode()
    assert "24 news items" in client.get("/news/").content.decode()

    changed = KnowledgeProductPage.objects.get(title="Circular Turku")
    changed.summary = "Edited."
    changed.save()
    NewsPage.objects.first().delete()
    assert set(load(home=home).values()) == {0}
    assert NewsPage.objects.count() == 23
    assert KnowledgeProductPage.objects.get(title="Circular Turku").summary == "Edited."
