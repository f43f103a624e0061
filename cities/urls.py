"""Addresses of cities and partners."""

from django.urls import include, path

from cities import views

app_name = "cities"

urlpatterns = [
    path("", include("cities.cycles.urls")),
    path("challenges/", include("cities.challenges.urls")),
    path("cities/", views.CityListView.as_view(), name="city-list"),
    path("cities/<slug:slug>/", views.CityDetailView.as_view(), name="city-detail"),
    path("", include("cities.joining.urls")),
    path("", include("cities.profiles.urls")),
    path("partners/", views.PartnerListView.as_view(), name="partner-list"),
    path("partners/<slug:slug>/", views.PartnerDetailView.as_view(), name="partner-detail"),
    path("", include("cities.experts.urls")),
]
