"""Addresses that machines read, and the dashboard."""

from django.urls import path

from network.home import views
from network.home.dashboard.views import dashboard

app_name = "home"

urlpatterns = [
    path("dashboard/", dashboard, name="dashboard"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", views.sitemap_section, name="sitemap-section"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_text, name="security-text"),
    path("healthz", views.health, name="health"),
]
