"""Addresses on which cities and partners keep their pages."""

from django.urls import path

from cities.models import City, Partner
from cities.profiles import views

urlpatterns = [
    path(f"{places}/<slug:slug>/{rest}", view.as_view(model=model), name=f"{kind}-{role}")
    for places, kind, model in (("cities", "city", City), ("partners", "partner", Partner))
    for rest, view, role in (
        ("edit/", views.ProfileView, "edit"),
        ("edit/preview/", views.PreviewView, "preview"),
        ("edit/submission/", views.SendView, "submission"),
        ("edit/withdrawal/", views.TakeBackView, "withdrawal"),
        ("edit/<slug:part>/", views.PartView, "edit-part"),
        ("history/", views.HistoryView, "history"),
        ("history/<int:number>/restoration/", views.RestoreView, "restoration"),
    )
]
urlpatterns += [
    path("contact-persons/mine/withdrawal/", views.withdraw_from_contacts, name="contact-withdrawal")
]
