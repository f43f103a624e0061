"""Knowledge's pages, re-exported by name."""

from knowledge.models.collection import CollectionItem, CollectionPage, CollectionTheme
from knowledge.models.indexes import KnowledgeIndexPage, NewsIndexPage, PracticeIndexPage
from knowledge.models.news import NewsCity, NewsPage, NewsSource, NewsTheme
from knowledge.models.practice import GoodPracticePage, PracticeCity, PracticeSource, PracticeTheme
from knowledge.models.product import (
    KeyMessage,
    KnowledgeProductPage,
    ProductAuthor,
    ProductCity,
    ProductFile,
    ProductSource,
    ProductTag,
    ProductTheme,
)

__all__ = [
    "CollectionItem",
    "CollectionPage",
    "CollectionTheme",
    "GoodPracticePage",
    "KeyMessage",
    "KnowledgeIndexPage",
    "KnowledgeProductPage",
    "NewsCity",
    "NewsIndexPage",
    "NewsPage",
    "NewsSource",
    "NewsTheme",
    "PracticeCity",
    "PracticeIndexPage",
    "PracticeSource",
    "PracticeTheme",
    "ProductAuthor",
    "ProductCity",
    "ProductFile",
    "ProductSource",
    "ProductTag",
    "ProductTheme",
]
