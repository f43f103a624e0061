"""Addresses that are no Wagtail pages."""

from django.urls import path
from django.views.decorators.http import require_safe

from knowledge.feeds import NewsFeed, PracticeFeed, ProductFeed, list_feeds
from knowledge.models import GoodPracticePage, NewsPage
from knowledge.submissions.views import (
    EditSubmissionView,
    NewSubmissionView,
    OwnSubmissionsView,
    PreviewSubmissionView,
)
from knowledge.views import product_citation

app_name = "knowledge"

urlpatterns = [
    path("knowledge/<slug:slug>/<str:name>", product_citation, name="product-citation"),
    path("practices/new/", NewSubmissionView.as_view(model=GoodPracticePage), name="practice-new"),
    path("news/new/", NewSubmissionView.as_view(model=NewsPage), name="news-new"),
    path("submissions/", OwnSubmissionsView.as_view(), name="submission-list"),
    path("submissions/<int:pk>/", PreviewSubmissionView.as_view(), name="submission-preview"),
    path("submissions/<int:pk>/edit/", EditSubmissionView.as_view(), name="submission-edit"),
    path("feeds/", list_feeds, name="feed-list"),
    path("feeds/knowledge/", require_safe(ProductFeed()), name="product-feed"),
    path("feeds/knowledge/<slug:theme>/", require_safe(ProductFeed()), name="product-feed-theme"),
    path("feeds/practices/", require_safe(PracticeFeed()), name="practice-feed"),
    path("feeds/practices/<slug:theme>/", require_safe(PracticeFeed()), name="practice-feed-theme"),
    path("feeds/news/", require_safe(NewsFeed()), name="news-feed"),
    path("feeds/news/<slug:theme>/", require_safe(NewsFeed()), name="news-feed-theme"),
]
