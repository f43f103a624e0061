"""Who gets the newsletter without an account, and which issues have gone out."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SubscriberQuerySet(models.QuerySet):
    """Addresses without an account."""

    def confirmed(self) -> "SubscriberQuerySet":
        """Return those whose owners have confirmed that they want the newsletter."""
        return self.filter(confirmed_at__isnull=False)


class Subscriber(models.Model):
    """An address without an account; it gets nothing but one question until its owner has confirmed it.

    Whoever unsubscribes is deleted. ``seed`` is part of the link that confirms, ``form_token`` was made with
    the form that asked last.
    """

    email = models.EmailField(_("address"), unique=True)
    seed = models.UUIDField(default=uuid.uuid4, editable=False)
    form_token = models.UUIDField(unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("subscriber without an account")
        verbose_name_plural = _("subscribers without an account")
        constraints = [models.CheckConstraint(condition=~Q(email=""), name="subscriber_has_an_address")]

    def __str__(self) -> str:
        return self.email


class IssueRun(models.Model):
    """That the mails of an issue were entered into the outbox: once, for all schedulers."""

    issue = models.OneToOneField(
        "newsletter.NewsletterPage", models.CASCADE, related_name="run", verbose_name=_("issue")
    )
    planned_at = models.DateTimeField(_("planned"))

    class Meta:
        verbose_name = _("sending of an issue")
        verbose_name_plural = _("sendings of issues")

    def __str__(self) -> str:
        return f"{self.issue_id} {self.planned_at:%Y-%m-%d %H:%M}"
