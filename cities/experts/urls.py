"""Addresses of experts."""

from django.urls import path

from cities.experts import views

urlpatterns = [
    path("experts/", views.expert_list, name="expert-list"),
    path("experts/mine/", views.MyEntryView.as_view(), name="expert-edit"),
    path("experts/mine/withdrawal/", views.withdraw_entry, name="expert-withdrawal"),
    path("experts/<slug:slug>/", views.expert_detail, name="expert-detail"),
    path("experts/<slug:slug>/request/", views.RequestView.as_view(), name="expert-request"),
]
