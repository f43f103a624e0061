"""Synthetic pages hang in the tree as real ones do."""

from random import Random

from wagtail.models import Page

from knowledge.demo.generate import generate
from knowledge.models import GoodPracticePage, KnowledgeProductPage
from tests.factories.cities import CityFactory


def seeded(seed):
    return Random(seed)  # noqa: S311


def test_synthetic_pages_answer_and_the_tree_is_sound(client, home):
    CityFactory.create_batch(3)
    for _again in range(2):
        generate(home=home, products=30, practices=12, random=seeded(7))
    assert KnowledgeProductPage.objects.count() == 60
    assert GoodPracticePage.objects.count() == 24
    assert not any(Page.find_problems())
    page = client.get("/knowledge/?page=2")
    assert "60 products" in page.content.decode()
    assert client.get(page.context["listing"].entries[0].url).status_code == 200
    assert client.get("/practices/?region=europe").context["listing"].count == 24


def test_the_same_seed_makes_the_same_titles(home):
    CityFactory()
    generate(home=home, products=5, practices=0, random=seeded(3))
    first = list(KnowledgeProductPage.objects.order_by("pk").values_list("title", flat=True))
    generate(home=home, products=5, practices=0, random=seeded(3))
    assert list(KnowledgeProductPage.objects.order_by("pk").values_list("title", flat=True))[5:] == first
