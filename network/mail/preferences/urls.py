"""Choosing what one hears of."""

from django.urls import path

from network.mail.preferences import views

app_name = "mail_choices"
urlpatterns = [
    path("account/mail/", views.own_choices, name="own"),
    path("mail/choices/<str:token>/", views.choices_by_link, name="centre"),
    path("mail/stop/<str:token>/", views.stop, name="stop"),
]
