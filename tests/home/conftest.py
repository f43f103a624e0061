"""A reader whose portal has an index that follows it, and the demo network."""

import pytest

from tests.demo_network import demo, loaded
from tests.following import FollowedClient

__all__ = ["demo", "loaded"]


@pytest.fixture
def client():
    """Ask a portal whose search index follows it."""
    return FollowedClient()
