"""The demo's mailbox, under ``/demo/mail/``."""

from django.urls import path

from network.mail import views

app_name = "mail"
urlpatterns = [
    path("", views.mailbox, name="mailbox"),
    path("<slug:name>/", views.mail, name="mail-detail"),
    path("<slug:name>/html/", views.mail_html, name="mail-html"),
]
