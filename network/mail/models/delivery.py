"""One mail to one recipient."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.mail.enums import ENDED, DeliveryState, SkipReason
from network.mail.querysets import DeliveryQuerySet

AGAIN = " again "  # between a period and the number of its repetition


class Delivery(models.Model):
    """A mail that is to reach one person, or one address, once.

    ``period_key`` names what it tells of (``enquiry:7``): the unique constraints with it make sure that a form
    sent twice mails once. Bodies are not stored: ``data`` holds what the kind needs to render, such as ids.
    A mail that has ended may have lost its address, where its kind says so.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="deliveries",
        verbose_name=_("person"),
    )
    address = models.EmailField(_("address"), blank=True, help_text=_("Of somebody without an account."))
    kind = models.CharField(_("kind"), max_length=60)
    period_key = models.CharField(_("event"), max_length=200)
    data = models.JSONField(_("details"), default=dict, blank=True)
    due_at = models.DateTimeField(_("due"))
    next_at = models.DateTimeField(_("next try"))
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState, default=DeliveryState.PENDING)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    lease_until = models.DateTimeField(_("lease ends"), null=True, blank=True)
    owner_token = models.UUIDField(_("owner"), null=True, blank=True)
    message_id = models.CharField(_("Message-ID"), max_length=255, unique=True)
    smtp_code = models.PositiveSmallIntegerField(_("server’s code"), null=True, blank=True)
    error = models.CharField(_("server’s answer"), max_length=300, blank=True)
    skip_reason = models.CharField(_("why not sent"), max_length=12, choices=SkipReason, blank=True)
    created_at = models.DateTimeField(_("entered"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes = [
            models.Index(
                fields=["next_at"],
                name="delivery_waiting",
                condition=Q(state__in=[DeliveryState.PENDING, DeliveryState.SENDING]),
            ),
            models.Index(fields=["-created_at", "-id"], name="delivery_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(Q(recipient__isnull=False) ^ ~Q(address=""))
                | Q(recipient__isnull=True, address="", state__in=ENDED),
                name="delivery_has_one_recipient",
            ),
            models.UniqueConstraint(
                fields=["recipient", "kind", "period_key"],
                condition=Q(recipient__isnull=False),
                name="delivery_once_per_person",
            ),
            models.UniqueConstraint(
                fields=["address", "kind", "period_key"],
                condition=Q(recipient__isnull=True),
                name="delivery_once_per_address",
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.SENDING, owner_token__isnull=False, lease_until__isnull=False)
                | (~Q(state=DeliveryState.SENDING) & Q(owner_token__isnull=True, lease_until__isnull=True)),
                name="delivery_leased_while_sending",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_at__isnull=False)
                | (~Q(state__in=ENDED) & Q(ended_at__isnull=True)),
                name="delivery_ended_in_final_states",
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.SKIPPED) ^ Q(skip_reason=""),
                name="delivery_skipped_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.period_key}"

    @property
    def is_again(self) -> bool:
        """Whether staff have had it made and sent anew."""
        return AGAIN in self.period_key

    @property
    def to_address(self) -> str:
        """The address that the mail goes to; empty once it is forgotten."""
        return self.recipient.email if self.recipient else self.address

    @property
    def explanation(self) -> str:
        """Why it was not sent, or what the server last said; empty for a mail that simply went out."""
        if self.skip_reason:
            return self.get_skip_reason_display()
        return " ".join(str(part) for part in (self.smtp_code, self.error) if part) if self.error else ""
