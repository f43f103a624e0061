"""Who belongs to which city or partner, and as what."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cities.enums import (
    CITY_ROLES,
    KEEPER_ROLES,
    OPEN_AFFILIATIONS,
    PARTNER_ROLES,
    AffiliationGround,
    AffiliationRole,
    AffiliationState,
)
from cities.querysets import AffiliationQuerySet


class Affiliation(models.Model):
    """A person's role in a city or a partner: requested, then approved or declined, and at last ended.

    A person has at most one open affiliation (requested or approved) with the same city or partner. What came
    before stays on record.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="affiliations", verbose_name=_("person")
    )
    city = models.ForeignKey(
        "cities.City",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="affiliations",
        verbose_name=_("city"),
    )
    partner = models.ForeignKey(
        "cities.Partner",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="affiliations",
        verbose_name=_("partner"),
    )
    role = models.CharField(_("role"), max_length=14, choices=AffiliationRole, default=AffiliationRole.OFFICIAL)
    state = models.CharField(
        _("state"), max_length=10, choices=AffiliationState, default=AffiliationState.REQUESTED
    )
    ground = models.CharField(
        _("approved on the ground of"), max_length=12, choices=AffiliationGround, blank=True
    )
    message = models.CharField(
        _("why"), max_length=500, blank=True, help_text=_("What the person wrote with her request.")
    )
    requested_at = models.DateTimeField(_("requested"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
    )
    reason = models.CharField(
        _("reason"),
        max_length=500,
        blank=True,
        help_text=_("What the person was told when her request was declined or her role ended."),
    )

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        indexes = [models.Index(fields=["state", "-requested_at"], name="affiliation_queue")]
        constraints = [
            models.CheckConstraint(
                condition=Q(city__isnull=False, partner__isnull=True, role__in=CITY_ROLES)
                | Q(city__isnull=True, partner__isnull=False, role__in=PARTNER_ROLES),
                name="affiliation_with_a_city_or_a_partner",
                violation_error_message=_("Choose a city or a partner, and a role that fits."),
            ),
            models.UniqueConstraint(
                fields=["person", "city"],
                condition=Q(state__in=OPEN_AFFILIATIONS, city__isnull=False),
                name="one_open_affiliation_with_a_city",
                violation_error_message=_("This person already belongs to this city, or has asked to."),
            ),
            models.UniqueConstraint(
                fields=["person", "partner"],
                condition=Q(state__in=OPEN_AFFILIATIONS, partner__isnull=False),
                name="one_open_affiliation_with_a_partner",
                violation_error_message=_("This person already belongs to this partner, or has asked to."),
            ),
            models.CheckConstraint(
                condition=Q(state=AffiliationState.REQUESTED, decided_at__isnull=True, ended_at__isnull=True)
                | Q(
                    state__in=[AffiliationState.APPROVED, AffiliationState.DECLINED],
                    decided_at__isnull=False,
                    ended_at__isnull=True,
                )
                | Q(state=AffiliationState.ENDED, ended_at__isnull=False),
                name="affiliation_has_the_times_of_its_state",
            ),
            models.CheckConstraint(
                condition=~Q(state=AffiliationState.APPROVED) | ~Q(ground=""),
                name="affiliation_approved_on_a_ground",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.role} ({self.state})"

    @property
    def organisation(self) -> models.Model:
        """The city or the partner."""
        return self.city or self.partner

    @property
    def is_requested(self) -> bool:
        """Whether it waits for a decision."""
        return self.state == AffiliationState.REQUESTED

    @property
    def keeps_organisation(self) -> bool:
        """Whether it is the role that keeps the organisation's people: coordinator or representative."""
        return self.role in KEEPER_ROLES

    @property
    def is_approved(self) -> bool:
        """Whether it holds now."""
        return self.state == AffiliationState.APPROVED
