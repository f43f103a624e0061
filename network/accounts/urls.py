"""The reader's own account, beside allauth's pages under ``/account/``."""

from django.urls import path

from network.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.show_profile, name="profile"),
    path("profile/", views.edit_profile, name="profile-edit"),
]
