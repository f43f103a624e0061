"""What a city wants the network to work on."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cities.enums import PUBLIC_CHALLENGES, ChallengeState
from cities.querysets import ChallengeQuerySet
from cities.rows import challenge_row
from cities.slugs import free_slug
from network.core.entries import Entry
from network.core.models import Theme
from network.core.saving import SavedAtOnce
from network.core.slugs import slug_of
from network.core.spine import known_themes

# Addresses below /challenges/ that are no challenge.
RESERVED_SLUGS = ("cycles", "mine", "new")


class Challenge(SavedAtOnce):
    """A challenge that a city has brought: written by its people, published by staff, open to everybody.

    ``version`` counts the changes: a form that was opened on an older one is not saved over a newer one.
    ``form_token`` was made with the form: the same form sent twice is one challenge.
    """

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="challenges", verbose_name=_("city"))
    title = models.CharField(_("title"), max_length=140)
    slug = models.SlugField(_("slug"), max_length=120, unique=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ChallengeState, default=ChallengeState.DRAFT)
    summary = models.TextField(_("summary"), max_length=400)
    context = models.TextField(_("context"), max_length=3000, blank=True)
    tried = models.TextField(_("what was tried"), max_length=3000, blank=True)
    needed = models.TextField(_("what is needed"), max_length=3000, blank=True)
    affected = models.TextField(_("who is affected"), max_length=1500, blank=True)
    wanted_by = models.DateField(_("needed by"), null=True, blank=True)
    themes = models.ManyToManyField(
        "core.Theme", blank=True, related_name="challenges", verbose_name=_("themes")
    )
    solution = models.TextField(_("what solved it"), max_length=3000, blank=True)
    cycle_year = models.PositiveSmallIntegerField(
        _("year of its call"), null=True, blank=True, help_text=_("Of the yearly call that it answers.")
    )
    source_url = models.URLField(_("where this is stated"), max_length=500, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    review_comment = models.TextField(_("comment of the secretariat"), max_length=2000, blank=True)
    created_at = models.DateTimeField(_("begun"))
    changed_at = models.DateTimeField(_("changed"))
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = ChallengeQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = _("challenge")
        verbose_name_plural = _("challenges")
        permissions = [("publish_challenge", "Can publish challenge")]
        indexes = [models.Index(fields=["state", "-published_at"], name="challenge_listing")]
        constraints = [
            models.CheckConstraint(condition=~Q(slug=""), name="challenge_has_a_slug"),
            models.CheckConstraint(
                condition=Q(state__in=ChallengeState.values), name="challenge_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=PUBLIC_CHALLENGES) | Q(published_at__isnull=False),
                name="challenge_published_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        """Make the slug where there is none."""
        if not self.slug:
            title = f"{self.title} challenge" if slug_of(self.title) in RESERVED_SLUGS else self.title
            self.slug = free_slug(title, taken=Challenge.objects.exclude(pk=self.pk))
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("cities:challenge-detail", args=[self.slug])

    @property
    def with_city(self) -> str:
        """The title with the city that has brought it: two cities may have named theirs alike."""
        return f"{self.title} ({self.city.name})"

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.state in PUBLIC_CHALLENGES

    @property
    def is_open(self) -> bool:
        """Whether others may co-sign it and offer support."""
        return self.state == ChallengeState.PUBLISHED

    @property
    def main_theme(self) -> Theme | None:
        """The theme of the spine that its first one belongs to; from memory after ``with_main_theme()``."""
        if hasattr(self, "filed_under"):
            first = known_themes().get(self.filed_under)
        else:
            first = next(iter(self.themes.all()), None)
        return (first.broader or first) if first else None

    def row_values(self) -> dict:
        """Return what a row shows, as the search index stores it; everything is read before."""
        theme = self.main_theme
        return {
            "title": self.title,
            "url": self.get_absolute_url(),
            "summary": self.summary,
            "state": self.state,
            "year": self.cycle_year,
            "city": self.city.name,
            "country": self.city.country.name,
            "theme": theme.pk if theme else None,
            "key": self.pk,
        }

    def as_entry(self) -> Entry:
        """Return the challenge as a row, everything read before."""
        return challenge_row(self.row_values())
