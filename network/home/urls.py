"""Addresses that machines read."""

from django.urls import path

from network.home import views

app_name = "home"

urlpatterns = [
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", views.sitemap_section, name="sitemap-section"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_text, name="security-text"),
    path("healthz", views.health, name="health"),
]
