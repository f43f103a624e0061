"""Addresses of what one follows, in one's account."""

from django.urls import path

from cities.following import views

app_name = "following"
urlpatterns = [
    path("account/following/", views.own_follows, name="own"),
    path("account/following/themes/<slug:slug>/", views.FollowThemeView.as_view(), name="theme"),
    path("account/following/cities/<slug:slug>/", views.FollowCityView.as_view(), name="city"),
]
