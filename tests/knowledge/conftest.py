"""The three lists below the home page."""

import pytest

from network.accounts.models import User
from tests.factories.knowledge import KnowledgeIndexFactory, NewsIndexFactory, PracticeIndexFactory
from tests.following import FollowedClient


@pytest.fixture
def knowledge_index(home):
    return KnowledgeIndexFactory(parent=home)


@pytest.fixture
def practice_index(home):
    return PracticeIndexFactory(parent=home)


@pytest.fixture
def news_index(home):
    return NewsIndexFactory(parent=home)


@pytest.fixture
def client():
    """Ask a portal whose search index follows it."""
    return FollowedClient()


@pytest.fixture
def editor(db, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    user = User.objects.create_superuser("editor@example.org", "a long password")
    client.force_login(user)
    return client
