"""Kinds and states of enquiries."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EnquiryKind(models.TextChoices):
    """Which form an enquiry came from."""

    CONTACT = "contact", _("Message")
    NEEDS = "needs", _("What a city needs")


class EnquiryState(models.TextChoices):
    """What became of an enquiry."""

    NEW = "new", _("New")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")
