"""The reader's own account, beside allauth's pages under ``/account/``."""

from django.urls import path

from network.accounts import views
from network.accounts.privacy import views as privacy

app_name = "accounts"
urlpatterns = [
    path("", views.show_profile, name="profile"),
    path("profile/", views.edit_profile, name="profile-edit"),
    path("data/", privacy.show_data, name="data"),
    path("data/export.json", privacy.export_data, {"form": "json"}, name="data-json"),
    path("data/export.html", privacy.export_data, {"form": "html"}, name="data-html"),
    path("erasure/", privacy.erase_account, name="erasure"),
]
