"""Addresses that get no more mail."""

from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from network.mail.enums import SuppressionReason

EVERYTHING = "all"


def address_hash(address: str) -> str:
    """Return a keyed hash of an address, in whatever case it is typed (64 hexadecimal digits).

    With a new ``SECRET_KEY`` old rows match no longer; the next refusal makes a new one.
    """
    return salted_hmac("network.mail.suppression", address.strip().lower(), algorithm="sha256").hexdigest()


class Suppression(models.Model):
    """An address that gets no mail of a scope, kept as a hash: the row must outlive the person's data."""

    address_hash = models.CharField(_("hash of the address"), max_length=64)
    scope = models.CharField(_("scope"), max_length=60, default=EVERYTHING)
    reason = models.CharField(_("reason"), max_length=12, choices=SuppressionReason)
    created_at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        constraints = [
            models.UniqueConstraint(fields=["address_hash", "scope"], name="suppression_once_per_scope")
        ]

    def __str__(self) -> str:
        return f"{self.address_hash[:12]}… ({self.scope})"
