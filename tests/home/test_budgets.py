"""No page asks the database more than fifteen times, and a full page asks as often as one with little on it.

Each page is read once before it is counted: a new process also reads themes, regions, menus and settings.
"""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cities.models import Achievement, Challenge, City, CityOffer, CitySource, Commitment, Milestone, Partner
from knowledge.models import CollectionItem, ProductAuthor, ProductFile
from network.core.models import Theme
from tests.factories.affiliations import ChallengeFactory
from tests.factories.challenges import CommentFactory, CoSignatureFactory, SupportOfferFactory
from tests.factories.cities import CityFactory, PartnerFactory
from tests.factories.exchanges import ExchangeFactory
from tests.factories.home import PriorityIndexPageFactory, PriorityPageFactory, StandardPageFactory
from tests.factories.knowledge import (
    CollectionFactory,
    KnowledgeIndexFactory,
    NewsFactory,
    NewsIndexFactory,
    PracticeFactory,
    PracticeIndexFactory,
    ProductFactory,
)
from tests.factories.media import make_document, make_image

pytestmark = pytest.mark.same_on_every_database

MOST = 15
PATHS = [
    "/",
    "/knowledge/",
    "/knowledge/?theme=circular-economy&region=europe&sort=title",
    "/knowledge/?q=product&theme=circular-economy&theme=resilience&year=2022",
    "/knowledge/?q=nothing+like+this",
    "/search/?q=the&type=product&type=news",
    "/search/?q=city&type=product",
    "/search/suggestions/?q=prod",
    "/knowledge/the-product/",
    "/knowledge/the-collection/",
    "/practices/",
    "/practices/?region=europe&theme=circular-economy",
    "/practices/the-practice/",
    "/practices/?challenge=the-challenge&region=europe",
    "/news/",
    "/news/the-news/",
    "/priorities/",
    "/priorities/the-priority/",
    "/about/",
    "/cities/",
    "/cities/?region=europe&legacy=coal",
    "/cities/?q=city&theme=circular-economy&sort=title",
    "/cities/the-city/",
    "/challenges/",
    "/challenges/?theme=circular-economy&state=published&q=heat",
    "/challenges/the-challenge/",
    "/exchanges/",
    "/exchanges/?theme=circular-economy&state=call&q=pit",
    "/partners/",
    "/partners/the-partner/",
    "/contact/",
    "/tell-us/",
    "/join/",
]


class Network:
    """A network in which everything can be filled up to a number of items."""

    def __init__(self, home) -> None:
        self.theme = Theme.objects.get(slug="circular-economy")
        self.knowledge = KnowledgeIndexFactory(parent=home)
        self.practices = PracticeIndexFactory(parent=home)
        self.news = NewsIndexFactory(parent=home)
        self.priorities = PriorityIndexPageFactory(parent=home, slug="priorities")
        StandardPageFactory(parent=home, title="About", slug="about")
        PageViewRestriction.objects.create(
            page=StandardPageFactory(parent=home, title="Closed", slug="closed"), restriction_type="login"
        )
        self.city = CityFactory(
            name="The city",
            slug="the-city",
            placed=True,
            image=make_image(description="A hall"),
            population=9000,
        )
        self.partner = PartnerFactory(name="The partner", slug="the-partner", logo=make_image())
        self.challenge = ChallengeFactory(
            city=self.city, slug="the-challenge", summary="Heat.", themes=[self.theme]
        )
        self.filled = 0

    def fill(self, number: int) -> None:
        """Have ``number`` of everything that a page lists."""
        for n in range(self.filled, number):
            self._add_cities(n)
            self._add_pages(n)
            self._add_to_the_city(n)
            self._add_to_the_challenge(n)
        self.filled = number

    def _add_cities(self, n: int) -> None:
        theme = Theme.objects.order_by("pk")[n % 13]
        self.other = CityFactory(placed=True, sectors=["coal", "steel"], themes=[theme], image=make_image())
        self.city.themes.add(theme)
        self.city.sectors.add(self.other.sectors.all()[n % 2])
        self.city.save()
        CityFactory(featured=True)
        PartnerFactory(logo=make_image()).themes.add(theme)
        self.partner.themes.add(theme)
        self.partner.save()

    def _add_pages(self, n: int) -> None:
        common = {
            "cities": [self.city, self.other],
            "themes": [self.theme, Theme.objects.get(slug="resilience")],
        }
        pictures = {"image": make_image(description="A hall")}
        product = self._make(ProductFactory, self.knowledge, n, "the-product", cover=make_image(), **common)
        product.authors.add(ProductAuthor(name=f"Author {n}"))
        product.files.add(ProductFile(document=make_document(name=f"guide-{n}.pdf"), language="en"))
        product.save()
        practice = self._make(PracticeFactory, self.practices, n, "the-practice", **common, **pictures)
        self._make(NewsFactory, self.news, n, "the-news", **common, **pictures)
        self._make(PriorityPageFactory, self.priorities, n, "the-priority")
        collection = self._make(CollectionFactory, self.knowledge, n, "the-collection")
        if not n:
            self.collection, self.product = collection, product
        for page in (product, practice):
            self.collection.items.add(CollectionItem(item=page.page_ptr, remark="Read this."))
        self.collection.save()
        if n:
            self.product.authors.add(ProductAuthor(name=f"Another {n}"))
            self.product.files.add(ProductFile(document=make_document(name=f"more-{n}.pdf"), language="fr"))
            self.product.save()

    def _make(self, factory, parent, n: int, slug: str, **fields):
        parent.refresh_from_db()
        return factory(parent=parent, slug=f"{slug}-{n}" if n else slug, **fields)

    def _add_to_the_challenge(self, n: int) -> None:
        theme = Theme.objects.order_by("pk")[n % 13]
        another = ChallengeFactory(city=self.city, themes=[self.theme, theme])
        self._answer(n, another)
        self.challenge.themes.add(theme)
        CoSignatureFactory(challenge=self.challenge, city=self.other)
        CommentFactory(challenge=self.challenge, city=self.other)
        SupportOfferFactory(challenge=self.challenge, city=self.other, is_public=True)
        ExchangeFactory(city=self.other, challenge=self.challenge, call=True, themes=[self.theme])

    def _answer(self, n: int, another: Challenge) -> None:
        """Have pages answer the challenge, the first of them another one too, and practices that only could."""
        common = {"themes": [self.theme], "cities": [self.other]}
        for factory, parent in ((PracticeFactory, self.practices), (ProductFactory, self.knowledge)):
            self._make(factory, parent, n + 1, "answer", challenges=[self.challenge], **common)
            page = parent.get_children().get(slug="the-practice" if parent == self.practices else "the-product")
            answering = page.specific
            answering.challenge_links.add(answering.challenge_links.model(challenge=another))
            answering.save()
        image = make_image(description="A hall")
        self._make(PracticeFactory, self.practices, n + 1, "could-help", image=image, **common)

    def _add_to_the_city(self, n: int) -> None:
        city, theme = self.city, self.theme
        Milestone.objects.create(city=city, year=1900 + n, text=f"Moment {n}")
        Achievement.objects.create(city=city, title=f"Achievement {n}", theme=theme)
        document = make_document(name=f"plan-{n}.pdf")
        Commitment.objects.create(city=city, title=f"Plan {n}", made_on=date(2020, 1, 1 + n), document=document)
        CityOffer.objects.create(city=city, title=f"Offer {n}", kind="offer", theme=theme)
        CityOffer.objects.create(city=city, title=f"Need {n}", kind="need", theme=theme)
        CitySource.objects.create(city=city, url=f"https://example.org/{n}")


@pytest.fixture
def network(home, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Network(home)


def asked(client, path: str) -> list[str]:
    """Return what the second request for ``path`` asks the database."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    assert response.status_code == 200, path
    return [query["sql"] for query in captured]


def test_every_page_stays_within_its_budget_however_much_it_shows(network, reindex):
    client = Client()
    network.fill(2)  # so that each page has another one to lead on to
    reindex()
    few = {path: asked(client, path) for path in PATHS}
    network.fill(20)
    reindex()
    many = {path: asked(client, path) for path in PATHS}
    over = {path: queries for path, queries in many.items() if len(queries) > MOST}
    assert not over, "\n".join(
        f"{path}: {len(q)}\n" + "\n".join(s[:160] for s in q) for path, q in over.items()
    )
    counts = {path: (len(few[path]), len(many[path])) for path in PATHS}
    assert not {path: pair for path, pair in counts.items() if pair[0] != pair[1]}


def test_the_fullest_city_shows_all_that_is_counted(client, network):
    network.fill(6)
    text = client.get("/cities/the-city/").content.decode()
    for words in (
        "Timeline",
        "Transition achievements",
        "Commitments",
        "The city can share",
        "The city is looking for",
        "Good practices",
        "Knowledge products",
        "All 6 products",
        "All 6 practices",
        "All 6 news items",
        "Where these facts come from",
    ):
        assert words in text, words
    assert text.count("<img") >= 13  # the city’s and those of four practices, products and news
    assert City.objects.count() == 13
    assert Partner.objects.count() == 7
