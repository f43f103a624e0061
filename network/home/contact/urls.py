"""Where people write to the secretariat."""

from django.urls import path

from network.home.contact import views
from network.home.contact.enums import EnquiryKind

app_name = "contact"
urlpatterns = [
    path("contact/", views.ContactView.as_view(), name="contact-new"),
    path("contact/thanks/", views.ThanksView.as_view(), name="contact-thanks"),
    path("tell-us/", views.NeedsView.as_view(), name="needs-new"),
    path("tell-us/thanks/", views.ThanksView.as_view(kind=EnquiryKind.NEEDS), name="needs-thanks"),
]
