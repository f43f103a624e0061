"""Subscribing, below the archive, which is a page."""

from django.urls import path

from network.home.newsletter import views

app_name = "newsletter"
urlpatterns = [
    path("subscribe/", views.SubscribeView.as_view(), name="subscribe"),
    path("subscribe/thanks/", views.ThanksView.as_view(), name="thanks"),
    path("confirm/<str:token>/", views.confirm_subscription, name="confirm"),
]
