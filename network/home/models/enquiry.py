"""What people write to the secretariat, and what it answers."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.home.contact.enums import EnquiryKind, EnquiryState


class Enquiry(models.Model):
    """A message to the secretariat, or what a city says that it needs.

    ``form_token`` was made with the form: the same form sent twice is one enquiry.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=EnquiryKind, default=EnquiryKind.CONTACT)
    state = models.CharField(_("state"), max_length=10, choices=EnquiryState, default=EnquiryState.NEW)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"))
    organisation = models.CharField(_("city or organisation"), max_length=160, blank=True)
    subject = models.CharField(_("subject"), max_length=120, blank=True)
    themes = models.ManyToManyField("core.Theme", blank=True, related_name="+", verbose_name=_("themes"))
    message = models.TextField(_("message"), max_length=5000)
    source_path = models.CharField(_("page that led here"), max_length=300, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to=Q(is_staff=True, is_active=True),
        verbose_name=_("taken care of by"),
    )
    received_at = models.DateTimeField(_("received"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        indexes = [models.Index(fields=["state", "-received_at"], name="enquiry_queue")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=EnquiryState.ANSWERED) | Q(answered_at__isnull=False),
                name="enquiry_answered_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What it is about, in a line."""
        return self.subject or " ".join(self.message.split())[:80]


class EnquiryReply(models.Model):
    """An answer of the secretariat, as it was mailed; who sent it stays on record when her account goes."""

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="replies", verbose_name=_("enquiry"))
    text = models.TextField(_("reply"), max_length=10_000)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("sent by")
    )
    sent_at = models.DateTimeField(_("sent"))
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["sent_at", "pk"]
        verbose_name = _("reply")
        verbose_name_plural = _("replies")

    def __str__(self) -> str:
        return f"{self.enquiry_id}: {self.text[:40]}"
