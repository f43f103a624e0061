"""Addresses of challenges, below ``/challenges/``."""

from django.urls import path

from cities.challenges import views

urlpatterns = [
    path("", views.challenge_list, name="challenge-list"),
    path("<slug:slug>/", views.ChallengeDetailView.as_view(), name="challenge-detail"),
]
