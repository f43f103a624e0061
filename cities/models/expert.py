"""People whom cities may ask."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cities.enums import Availability
from cities.querysets import ExpertQuerySet
from cities.slugs import free_slug
from network.core.slugs import slug_of

# Addresses below /experts/ that are no expert.
RESERVED_SLUGS = ("mine",)


class ExpertProfile(models.Model):
    """What a person lets everybody know, so that cities find her: she alone decides whether it is shown.

    Themes, languages, job title and biography are those of her account. ``listed_at`` is the moment of her
    consent, ``consent_version`` says to which words; both are empty while the profile is not shown.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="expert_profile", verbose_name=_("person")
    )
    slug = models.SlugField(max_length=120, unique=True, editable=False)
    headline = models.CharField(
        _("what cities can ask you about"),
        max_length=160,
        help_text=_("One line, such as “Reuse of mine water for district heating”."),
    )
    availability = models.CharField(
        _("availability"), max_length=8, choices=Availability, default=Availability.OPEN
    )
    regions = models.ManyToManyField(
        "core.Region",
        blank=True,
        related_name="+",
        verbose_name=_("regions you can work in"),
        help_text=_("None chosen: anywhere."),
    )
    listed_at = models.DateTimeField(_("shown since"), null=True, blank=True, editable=False)
    consent_version = models.CharField(_("agreed to"), max_length=20, blank=True, editable=False)
    changed_at = models.DateTimeField(_("changed"), editable=False)

    objects = ExpertQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("expert")
        verbose_name_plural = _("experts")
        constraints = [
            models.CheckConstraint(
                condition=Q(availability__in=Availability.values), name="expert_availability_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(headline="") & ~Q(slug=""), name="expert_has_a_headline_and_a_slug"
            ),
            models.CheckConstraint(
                condition=Q(listed_at__isnull=True) ^ ~Q(consent_version=""),
                name="expert_agreed_to_some_words",
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def save(self, *args, **kwargs) -> None:
        """Make the slug of the person's name; it stays when the name changes, as links lead there."""
        if not self.slug:
            taken = ExpertProfile.objects.exclude(pk=self.pk)
            name = self.person.name if slug_of(self.person.name) not in ("", *RESERVED_SLUGS) else "expert"
            self.slug = free_slug(name, taken=taken)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("cities:expert-detail", args=[self.slug])

    @property
    def is_listed(self) -> bool:
        """Whether the person wants it to be shown."""
        return self.listed_at is not None


class ExpertRequest(models.Model):
    """What somebody wrote to an expert; it is kept until it is mailed and for a while after."""

    expert = models.ForeignKey(ExpertProfile, models.CASCADE, related_name="requests", verbose_name=_("expert"))
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("sender")
    )
    subject = models.CharField(_("subject"), max_length=120)
    message = models.TextField(_("message"), max_length=4000)
    sent_at = models.DateTimeField(_("sent"))
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("request to an expert")
        verbose_name_plural = _("requests to experts")
        indexes = [models.Index(fields=["sender", "-sent_at"], name="expert_request_by_sender")]

    def __str__(self) -> str:
        return self.subject
