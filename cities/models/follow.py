"""What people follow."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cities.querysets import FollowQuerySet


class Follow(models.Model):
    """That a person wants to hear what is new on a theme, those below it included, or of a city."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows", verbose_name=_("person")
    )
    theme = models.ForeignKey(
        "core.Theme", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    city = models.ForeignKey(
        "cities.City", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("city")
    )
    followed_at = models.DateTimeField(_("since"))

    objects = FollowQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]
        verbose_name = _("theme or city that somebody follows")
        verbose_name_plural = _("themes and cities that people follow")
        constraints = [
            models.CheckConstraint(
                condition=Q(theme__isnull=True) ^ Q(city__isnull=True), name="follows_a_theme_or_a_city"
            ),
            models.UniqueConstraint(
                fields=["person", "theme"], condition=Q(theme__isnull=False), name="follows_a_theme_once"
            ),
            models.UniqueConstraint(
                fields=["person", "city"], condition=Q(city__isnull=False), name="follows_a_city_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.followed}"

    @property
    def followed(self) -> models.Model:
        """The theme or the city."""
        return self.theme or self.city  # type: ignore[return-value]
