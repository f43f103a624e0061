"""A city's way: what happened, what it achieved, what it promised, what it offers and needs."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from cities.enums import CommitmentStatus, OfferKind


class Milestone(Orderable):
    """A point of the transition timeline; ``is_turn`` marks where the old industry ended."""

    city = ParentalKey("cities.City", on_delete=models.CASCADE, related_name="milestones")
    year = models.PositiveSmallIntegerField(_("year"))
    month = models.PositiveSmallIntegerField(
        _("month"), null=True, blank=True, help_text=_("1 to 12, if known.")
    )
    text = models.CharField(_("what happened"), max_length=300)
    is_turn = models.BooleanField(_("turning point"), default=False)

    class Meta(Orderable.Meta):
        ordering = ["year", "month", "sort_order", "pk"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        constraints = [
            models.CheckConstraint(
                condition=Q(month__isnull=True) | Q(month__range=(1, 12)),
                name="milestone_month_exists",
                violation_error_message=_("A month is a number from 1 to 12."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.text}"

    @property
    def datetime(self) -> str:
        """The point in time as HTML's ``time`` element wants it."""
        return f"{self.year:04}-{self.month:02}" if self.month else f"{self.year:04}"


class Achievement(Orderable):
    """Something the city has done that others can learn from."""

    city = ParentalKey("cities.City", on_delete=models.CASCADE, related_name="achievements")
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("in a few sentences"), max_length=1000, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    theme = models.ForeignKey(
        "core.Theme", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    url = models.URLField(_("where to read more"), max_length=500, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("achievement")
        verbose_name_plural = _("achievements")

    def __str__(self) -> str:
        return self.title


class Commitment(Orderable):
    """Something the city has promised: when, by when, in which document, and how far it has got."""

    city = ParentalKey("cities.City", on_delete=models.CASCADE, related_name="commitments")
    title = models.CharField(_("commitment"), max_length=200)
    made_on = models.DateField(_("made on"))
    due_year = models.PositiveSmallIntegerField(_("to be met by (year)"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=CommitmentStatus, default=CommitmentStatus.ANNOUNCED
    )
    document = models.ForeignKey(
        "media.PortalDocument",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("document"),
    )
    url = models.URLField(_("where it is published"), max_length=500, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=CommitmentStatus.values), name="commitment_status_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.title


class CityOffer(Orderable):
    """What a city can share with others, or is looking for."""

    city = ParentalKey("cities.City", on_delete=models.CASCADE, related_name="offers")
    kind = models.CharField(_("kind"), max_length=5, choices=OfferKind, default=OfferKind.OFFER)
    theme = models.ForeignKey(
        "core.Theme", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("in a few sentences"), max_length=600, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("offer or need")
        verbose_name_plural = _("offers and needs")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=OfferKind.values), name="city_offer_kind_is_known")
        ]

    def __str__(self) -> str:
        return self.title
