"""Knowledge's pages, re-exported by name."""

from knowledge.models.collection import CollectionItem, CollectionPage, CollectionTheme
from knowledge.models.indexes import KnowledgeIndexPage, NewsIndexPage, PracticeIndexPage
from knowledge.models.news import NewsCity, NewsPage, NewsTheme
from knowledge.models.practice import GoodPracticePage, PracticeChallenge, PracticeCity, PracticeTheme
from knowledge.models.product import (
    KnowledgeProductPage,
    ProductAuthor,
    ProductChallenge,
    ProductCity,
    ProductFile,
    ProductTag,
    ProductTheme,
)
from knowledge.models.submission import Submission

__all__ = [
    "CollectionItem",
    "CollectionPage",
    "CollectionTheme",
    "GoodPracticePage",
    "KnowledgeIndexPage",
    "KnowledgeProductPage",
    "NewsCity",
    "NewsIndexPage",
    "NewsPage",
    "NewsTheme",
    "PracticeChallenge",
    "PracticeCity",
    "PracticeIndexPage",
    "PracticeTheme",
    "ProductAuthor",
    "ProductChallenge",
    "ProductCity",
    "ProductFile",
    "ProductTag",
    "ProductTheme",
    "Submission",
]
