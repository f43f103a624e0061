"""Addresses that are no Wagtail pages."""

from django.urls import path

from knowledge.views import product_citation

app_name = "knowledge"

urlpatterns = [
    path("knowledge/<slug:slug>/<str:name>", product_citation, name="product-citation"),
]
