"""A network whose readers follow themes and cities, and what is published in it."""

from datetime import timedelta

import pytest

from network.core.models import Theme
from tests.factories.accounts import UserFactory
from tests.factories.cities import CityFactory
from tests.factories.follows import FollowFactory
from tests.factories.knowledge import (
    KnowledgeIndexFactory,
    NewsFactory,
    NewsIndexFactory,
    PracticeFactory,
    PracticeIndexFactory,
    ProductFactory,
)
from tests.working_groups.digests.conftest import DAY, LONG_AGO, MORNING, Post

# When what is weekly comes, five minutes after seven in Berlin.
MONDAY = MORNING - DAY
LATELY = MONDAY - timedelta(hours=20)


@pytest.fixture
def post(home, mailoutbox):
    return Post(mailoutbox)


@pytest.fixture
def essen(home):
    return CityFactory(name="Essen", slug="essen")


@pytest.fixture
def themes(home):
    """Return the themes by slug; "soil" is a narrower one of the circular economy."""
    circular = Theme.objects.get(slug="circular-economy")
    Theme.objects.create(name="Soil", slug="soil", broader=circular)
    return {theme.slug: theme for theme in Theme.objects.all()}


@pytest.fixture
def published(home):
    """Return a function that publishes a practice, a product or news."""
    parents = {
        PracticeFactory: PracticeIndexFactory(parent=home),
        ProductFactory: KnowledgeIndexFactory(parent=home),
        NewsFactory: NewsIndexFactory(parent=home),
    }

    def publish(factory=PracticeFactory, at=LATELY, **values):
        parent = parents[factory]
        parent.refresh_from_db()
        return factory(parent=parent, first_published_at=at, last_published_at=at, **values)

    return publish


@pytest.fixture
def reader(home):
    """Return a function that makes somebody who follows things since long ago."""

    def read(*followed, since=LONG_AGO, **person):
        who = UserFactory(**{"time_zone": "Europe/Berlin", "joined_at": LONG_AGO} | person)
        for one in followed:
            kind = "theme" if isinstance(one, Theme) else "city"
            FollowFactory(person=who, followed_at=since, **{kind: one})
        return who

    return read


@pytest.fixture
def marta(reader, themes):
    return reader(themes["circular-economy"], name="Marta Member", email="marta@example.org")
