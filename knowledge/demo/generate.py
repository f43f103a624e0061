"""A large synthetic network's products and practices, for measurements: plain words, no real facts.

Pages are inserted in batches with treebeard's paths, table by table, as Django makes no bulk inserts of models
with several tables. They have no revisions and no entries in Wagtail's reference and search indexes.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page

from cities.models import City
from knowledge.demo.load import LISTS, list_page
from knowledge.enums import DatePrecision, EvidenceLevel, Licence, ProductType
from knowledge.models import GoodPracticePage, KnowledgeIndexPage, KnowledgeProductPage, PracticeIndexPage
from network.core.models import Theme

BATCH = 500
FIRST_DAY, DAYS = date(1999, 1, 1), 9_800
WORDS = [
    "heat",
    "river",
    "tram",
    "roof",
    "brick",
    "meadow",
    "bridge",
    "workshop",
    "harbour",
    "market",
    "school",
    "water",
    "street",
    "garden",
    "library",
    "mine",
    "depot",
    "canal",
    "furnace",
    "square",
    "shelter",
    "forest",
    "bakery",
    "museum",
    "station",
    "quarter",
    "terrace",
    "reservoir",
]
DEEDS = [
    "Reuse",
    "Renewal",
    "Mapping",
    "Planning",
    "Funding",
    "Cooling",
    "Repair",
    "Opening",
    "Sharing",
    "Greening",
    "Measuring",
    "Training",
]


def generate(*, home: Page, products: int, practices: int, random: Random) -> dict[str, int]:
    """Insert that many products and practices below their lists; return how many of each were made."""
    lists = {model: list_page(model, title, lead, home) for model, title, lead in LISTS}
    material = _Material(random)
    with transaction.atomic():
        _insert(KnowledgeProductPage, lists[KnowledgeIndexPage], products, material.product, material)
        _insert(GoodPracticePage, lists[PracticeIndexPage], practices, material.practice, material)
    return {"products": products, "practices": practices}


class _Material:
    """What synthetic pages are made of, drawn from one source of chance."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.themes = list(Theme.objects.values_list("pk", flat=True))
        self.cities = list(City.objects.listed().values_list("pk", "country"))
        self.countries = dict(self.cities)

    def title(self) -> str:
        """Return a few words that make a title."""
        first, second, third = self.random.sample(WORDS, 3)
        return f"{self.random.choice(DEEDS)} {first} and {second} by the {third}"

    def text(self) -> str:
        """Return two sentences."""
        one, two = (" ".join(self.random.choices(WORDS, k=14)) for _sentence in range(2))
        return f"{one.capitalize()}. {two.capitalize()}."

    def product(self) -> dict:
        """Return the values of a product’s own fields."""
        return {
            "summary": self.text(),
            "product_type": self.random.choice(ProductType.values),
            "licence": self.random.choice(Licence.values),
            "language": self.random.choice(["en", "en", "en", "fr", "es", "de", "pl"]),
            "publisher": f"{self.random.choice(WORDS).capitalize()} Institute",
            "published_on": FIRST_DAY + timedelta(days=self.random.randrange(DAYS)),
            "date_precision": DatePrecision.DAY,
            "pages": self.random.randint(4, 240),
        }

    def practice(self) -> dict:
        """Return the values of a practice’s own fields."""
        start = self.random.randint(1990, 2020)
        return {
            "summary": self.text(),
            "challenge": f"<p>{self.text()}</p>",
            "solution": f"<p>{self.text()}</p>",
            "results": f"<p>{self.text()}</p>",
            "evidence_level": self.random.choice(EvidenceLevel.values),
            "year_start": start,
            "year_end": self.random.choice([None, start + self.random.randint(1, 6)]),
        }

    def some(self, values: list, most: int) -> list:
        """Return one to ``most`` of ``values``, or none where there are none."""
        return self.random.sample(values, min(len(values), self.random.randint(1, most)))


def _insert(model: type, parent: Page, count: int, make, material: _Material) -> None:
    """Insert ``count`` pages of ``model`` as the last children of ``parent``."""
    parent.refresh_from_db()
    last = parent.get_last_child()
    step = int(last.path[-Page.steplen :], 36) if last else 0
    common = {
        "depth": parent.depth + 1,
        "content_type": ContentType.objects.get_for_model(model),
        "locale": Locale.get_default(),
        "live": True,
        "first_published_at": timezone.now(),
        "last_published_at": timezone.now(),
    }
    for start in range(0, count, BATCH):
        pages = []
        for number in range(start, min(start + BATCH, count)):
            title, slug = material.title(), f"synthetic-{step + number + 1}"
            path = Page._get_path(parent.path, parent.depth + 1, step + number + 1)
            where = {"path": path, "slug": slug, "url_path": f"{parent.url_path}{slug}/"}
            pages.append(Page(title=title, draft_title=title, **where, **common))
        _insert_batch(model, Page.objects.bulk_create(pages), make, material)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + count)


def _insert_batch(model: type, pages: Iterable[Page], make, material: _Material) -> None:
    """Insert the rows of the model’s own table and of its themes, cities and countries."""
    own = [model(page_ptr_id=page.pk, **make()) for page in pages]
    model._base_manager._insert(own, fields=model._meta.local_concrete_fields, using=model.objects.db)
    themes, cities, countries = [], [], []
    for page in own:
        for order, theme in enumerate(material.some(material.themes, 3)):
            themes.append(page.theme_links.model(page_id=page.page_ptr_id, theme_id=theme, sort_order=order))
        chosen = material.some(material.cities, 3)
        for order, (city, _country) in enumerate(chosen):
            cities.append(page.city_links.model(page_id=page.page_ptr_id, city_id=city, sort_order=order))
        countries += [(page.page_ptr_id, country) for country in {country for _city, country in chosen}]
    model._meta.get_field("theme_links").related_model.objects.bulk_create(themes)
    model._meta.get_field("city_links").related_model.objects.bulk_create(cities)
    if model is KnowledgeProductPage:
        through = model.countries.through
        through.objects.bulk_create(
            through(knowledgeproductpage_id=page, country_id=country) for page, country in countries
        )
