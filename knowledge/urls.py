"""Addresses that are no Wagtail pages."""

from django.urls import path

from knowledge.feeds import NewsFeed, PracticeFeed, ProductFeed, list_feeds
from knowledge.views import product_citation

app_name = "knowledge"

urlpatterns = [
    path("knowledge/<slug:slug>/<str:name>", product_citation, name="product-citation"),
    path("feeds/", list_feeds, name="feed-list"),
    path("feeds/knowledge/", ProductFeed(), name="product-feed"),
    path("feeds/knowledge/<slug:theme>/", ProductFeed(), name="product-feed-theme"),
    path("feeds/practices/", PracticeFeed(), name="practice-feed"),
    path("feeds/practices/<slug:theme>/", PracticeFeed(), name="practice-feed-theme"),
    path("feeds/news/", NewsFeed(), name="news-feed"),
    path("feeds/news/<slug:theme>/", NewsFeed(), name="news-feed-theme"),
]
