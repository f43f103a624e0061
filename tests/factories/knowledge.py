"""Pages of knowledge for tests: published, filed under a theme, below their lists."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from knowledge.enums import Licence, NewsKind, ProductType
from knowledge.models import (
    CollectionPage,
    GoodPracticePage,
    KnowledgeIndexPage,
    KnowledgeProductPage,
    NewsIndexPage,
    NewsPage,
    PracticeIndexPage,
)
from network.core.models import Theme


class PageFactory(DjangoModelFactory):
    """A page below ``parent``; ``themes``, ``cities`` and ``challenges`` are objects in their order."""

    class Meta:
        abstract = True

    live = True

    @classmethod
    def _create(cls, model_class, *args, parent, themes=None, cities=(), challenges=(), **kwargs):
        page = model_class(**kwargs)
        if hasattr(page, "theme_links"):
            links = page.theme_links
            chosen = themes if themes is not None else [Theme.objects.get(slug="circular-economy")]
            for order, theme in enumerate(chosen):
                links.add(links.model(theme=theme, sort_order=order))
        if hasattr(page, "city_links"):
            for order, city in enumerate(cities):
                page.city_links.add(page.city_links.model(city=city, sort_order=order))
        for order, challenge in enumerate(challenges):
            page.challenge_links.add(page.challenge_links.model(challenge=challenge, sort_order=order))
        return parent.add_child(instance=page)


class KnowledgeIndexFactory(PageFactory):
    class Meta:
        model = KnowledgeIndexPage

    title = "Knowledge catalogue"
    slug = "knowledge"


class PracticeIndexFactory(PageFactory):
    class Meta:
        model = PracticeIndexPage

    title = "Good practices"
    slug = "practices"


class NewsIndexFactory(PageFactory):
    class Meta:
        model = NewsIndexPage

    title = "News"
    slug = "news"


class ProductFactory(PageFactory):
    class Meta:
        model = KnowledgeProductPage

    class Params:
        undated = factory.Trait(published_on=None)
        draft = factory.Trait(live=False)

    title = factory.Sequence(lambda n: f"Product {n}")
    slug = factory.Sequence(lambda n: f"product-{n}")
    summary = "What a city can do."
    product_type = ProductType.REPORT
    licence = Licence.CC_BY_4
    published_on = date(2022, 3, 14)


class PracticeFactory(PageFactory):
    class Meta:
        model = GoodPracticePage

    class Params:
        draft = factory.Trait(live=False)

    title = factory.Sequence(lambda n: f"Practice {n}")
    slug = factory.Sequence(lambda n: f"practice-{n}")
    summary = "What a city did."
    challenge = "<p>The works had closed.</p>"
    solution = "<p>The city reused the halls.</p>"
    year_start = 2006


class NewsFactory(PageFactory):
    class Meta:
        model = NewsPage

    class Params:
        draft = factory.Trait(live=False)
        opportunity = factory.Trait(kind=NewsKind.OPPORTUNITY, deadline_on=date(2027, 1, 31))

    title = factory.Sequence(lambda n: f"News {n}")
    slug = factory.Sequence(lambda n: f"news-{n}")
    summary = "Something happened."
    published_on = date(2022, 3, 14)


class CollectionFactory(PageFactory):
    class Meta:
        model = CollectionPage

    title = factory.Sequence(lambda n: f"Collection {n}")
    slug = factory.Sequence(lambda n: f"collection-{n}")
    summary = "A choice."
