"""Practices and news that members have written in the portal's own forms."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cities.permissions import seats_of
from network.core.access import person_of


class SubmissionQuerySet(models.QuerySet):
    """Submissions."""

    def visible_to(self, viewer: Any) -> "SubmissionQuerySet":
        """Return those of the reader, those of the cities that she coordinates, and all for the secretariat."""
        person = person_of(viewer)
        if person.has_perm("wagtailadmin.access_admin"):
            return self
        if not person.is_authenticated:
            return self.none()
        own = models.Q(author=person, city__in=seats_of(person).cities)
        return self.filter(own | models.Q(city__in=seats_of(person).coordinated))


class Submission(models.Model):
    """Who submitted a page, for which city. The page is a draft in the same workflow as all others."""

    page = models.OneToOneField("wagtailcore.Page", models.CASCADE, related_name="submission")
    city = models.ForeignKey("cities.City", models.CASCADE, related_name="submissions", verbose_name=_("city"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="submissions",
        verbose_name=_("author"),
    )
    created_at = models.DateTimeField(_("begun"))
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.city_id}"

    def get_absolute_url(self) -> str:
        """Return where its writer goes on with it."""
        return reverse("knowledge:submission-edit", args=[self.pk])
