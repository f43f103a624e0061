"""Who wants to join the network, and who is invited to speak for a city or a partner."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cities.enums import (
    CITY_ROLES,
    OPEN_INTERESTS,
    PARTNER_ROLES,
    AffiliationRole,
    InterestKind,
    InterestState,
    InvitationState,
)
from cities.querysets import InvitationQuerySet


class Interest(models.Model):
    """A city or an organisation that wants to join.

    ``form_token`` was made with the form: the same form sent twice is one interest.
    """

    kind = models.CharField(_("as"), max_length=8, choices=InterestKind, default=InterestKind.CITY)
    state = models.CharField(_("state"), max_length=10, choices=InterestState, default=InterestState.NEW)
    organisation = models.CharField(_("city or organisation"), max_length=160)
    country = models.ForeignKey("core.Country", models.PROTECT, related_name="+", verbose_name=_("country"))
    name = models.CharField(_("contact person"), max_length=120)
    email = models.EmailField(_("e-mail address"))
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    message = models.TextField(_("message"), max_length=5000)
    web_address = models.URLField(_("website"), max_length=300, blank=True)
    received_at = models.DateTimeField(_("received"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    city = models.ForeignKey(
        "cities.City", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("city")
    )
    partner = models.ForeignKey(
        "cities.Partner", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("partner")
    )
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("interest in joining")
        verbose_name_plural = _("interests in joining")
        indexes = [models.Index(fields=["state", "-received_at"], name="interest_queue")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=OPEN_INTERESTS, decided_at__isnull=True)
                | Q(
                    state__in=[InterestState.ACCEPTED, InterestState.DECLINED],
                    decided_at__isnull=False,
                ),
                name="interest_decided_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.organisation

    @property
    def is_open(self) -> bool:
        """Whether it is still to be decided."""
        return self.state in OPEN_INTERESTS

    @property
    def is_city(self) -> bool:
        """Whether a city wants to join."""
        return self.kind == InterestKind.CITY


class InterestAnswer(models.Model):
    """What the secretariat wrote with a step, as it was mailed."""

    interest = models.ForeignKey(Interest, models.CASCADE, related_name="answers", verbose_name=_("interest"))
    state = models.CharField(_("step"), max_length=10, choices=InterestState)
    text = models.TextField(_("text"), max_length=10_000)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("sent by")
    )
    sent_at = models.DateTimeField(_("sent"))
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["sent_at", "pk"]
        verbose_name = _("answer to an interest")
        verbose_name_plural = _("answers to interests")

    def __str__(self) -> str:
        return f"{self.interest_id}: {self.state}"


class Invitation(models.Model):
    """An invitation to one address to take a role in a city or a partner.

    The link's token is derived from ``seed`` and the portal's secret when the mail is made; the database holds
    its hash only, so that a copy of the database opens nothing. Sending again makes a new seed: the old link
    is dead.
    """

    address = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    city = models.ForeignKey(
        "cities.City",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("city"),
    )
    partner = models.ForeignKey(
        "cities.Partner",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("partner"),
    )
    role = models.CharField(_("role"), max_length=14, choices=AffiliationRole)
    state = models.CharField(_("state"), max_length=8, choices=InvitationState, default=InvitationState.OPEN)
    seed = models.UUIDField(default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    sendings = models.PositiveSmallIntegerField(_("times sent"), default=1)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("invited by"),
    )
    sent_at = models.DateTimeField(_("last sent"))
    expires_at = models.DateTimeField(_("expires"))
    ended_at = models.DateTimeField(_("accepted or revoked"), null=True, blank=True)
    affiliation = models.ForeignKey(
        "cities.Affiliation", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(
                condition=Q(city__isnull=False, partner__isnull=True, role__in=CITY_ROLES)
                | Q(city__isnull=True, partner__isnull=False, role__in=PARTNER_ROLES),
                name="invitation_to_a_city_or_a_partner",
                violation_error_message=_("Choose a city or a partner, and a role that fits."),
            ),
            models.UniqueConstraint(
                fields=["address", "city"],
                condition=Q(state=InvitationState.OPEN, city__isnull=False),
                name="one_open_invitation_to_a_city",
            ),
            models.UniqueConstraint(
                fields=["address", "partner"],
                condition=Q(state=InvitationState.OPEN, partner__isnull=False),
                name="one_open_invitation_to_a_partner",
            ),
            models.CheckConstraint(
                condition=Q(state=InvitationState.OPEN, ended_at__isnull=True)
                | (~Q(state=InvitationState.OPEN) & Q(ended_at__isnull=False)),
                name="invitation_ended_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.role}"

    @property
    def organisation(self) -> Any:
        """The city or the partner."""
        return self.city or self.partner

    @property
    def is_open(self) -> bool:
        """Whether it was neither accepted nor revoked."""
        return self.state == InvitationState.OPEN

    def is_usable(self, now: datetime) -> bool:
        """Return whether it can be accepted at ``now``."""
        return self.is_open and now < self.expires_at
