"""The three lists below the home page, and the whole demo network in an index."""

from tests.demo_network import demo, loaded
from tests.knowledge.conftest import knowledge_index, news_index, practice_index

__all__ = ["demo", "knowledge_index", "loaded", "news_index", "practice_index"]
