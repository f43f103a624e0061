"""A small network with one of everything public."""

import pytest

from network.home.models import PriorityIndexPage
from network.search.rebuild import rebuild
from tests.access.matrix.world import World
from tests.factories.cities import CityFactory, PartnerFactory
from tests.factories.home import PriorityPageFactory, StandardPageFactory
from tests.factories.knowledge import (
    KnowledgeIndexFactory,
    NewsFactory,
    NewsIndexFactory,
    PracticeFactory,
    PracticeIndexFactory,
    ProductFactory,
)
from tests.following import FollowedClient


class Network:
    """The pages of a small network by name."""

    def __init__(self, home):
        self.home = home
        self.city = CityFactory(name="Essen", slug="essen")
        self.partner = PartnerFactory(name="Institute", slug="institute")
        self.knowledge = KnowledgeIndexFactory(parent=home)
        self.practices = PracticeIndexFactory(parent=home)
        self.news = NewsIndexFactory(parent=home)
        self.priorities = home.add_child(instance=PriorityIndexPage(title="Priorities", slug="priorities"))
        self.priority = PriorityPageFactory(parent=self.priorities, title="Circular", slug="circular")
        self.standard = StandardPageFactory(parent=home, title="About", slug="about")
        self.product = ProductFactory(parent=self.knowledge, cities=[self.city], slug="product")
        self.practice = PracticeFactory(parent=self.practices, cities=[self.city], slug="practice")
        self.item = NewsFactory(parent=self.news, cities=[self.city], slug="item")

    @property
    def addresses(self) -> list[str]:
        """Every public address of this network."""
        return [
            "/",
            "/knowledge/",
            "/knowledge/product/",
            "/knowledge/product/cite.bib",
            "/knowledge/product/cite.ris",
            "/practices/",
            "/practices/practice/",
            "/news/",
            "/news/item/",
            "/priorities/",
            "/priorities/circular/",
            "/about/",
            "/cities/",
            "/cities/essen/",
            "/partners/",
            "/partners/institute/",
            "/feeds/",
            "/feeds/knowledge/",
            "/feeds/practices/",
            "/feeds/news/",
            "/feeds/news/circular-economy/",
            "/sitemap.xml",
            "/robots.txt",
            "/.well-known/security.txt",
        ]


@pytest.fixture
def network(home):
    return Network(home)


@pytest.fixture
def client():
    """Ask a portal whose search index follows it."""
    return FollowedClient()


@pytest.fixture
def world(db, settings, tmp_path) -> World:
    """Return a network with one of everything private; staff need no second factor here."""
    settings.REQUIRE_SECOND_FACTOR = False
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"
    world = World()
    rebuild()
    return world
