"""A working group, and what it has set out to make."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cities.slugs import free_slug
from network.core.entries import Entry
from network.core.models import Theme
from network.core.saving import SavedAtOnce
from network.core.slugs import slug_of
from working_groups.enums import Admission, Visibility
from working_groups.querysets import OutputQuerySet, WorkingGroupQuerySet
from working_groups.rows import group_row

# Addresses below /working-groups/ that are no group.
RESERVED_SLUGS = ("invitations", "members", "new", "outputs")


class WorkingGroup(SavedAtOnce):
    """People of several cities who work on one thing together.

    ``version`` counts the changes: a form that was opened on an older one is not saved over a newer one.
    ``form_token`` was made with the form: the same form sent twice is one group.
    """

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=120, unique=True, blank=True)
    summary = models.TextField(_("summary"), max_length=400)
    aim = models.CharField(_("what the cities want"), max_length=300, blank=True)
    aim_by = models.DateField(_("by"), null=True, blank=True)
    description = models.TextField(_("description"), max_length=6000, blank=True)
    rhythm = models.CharField(_("how often it meets"), max_length=80, blank=True)
    visibility = models.CharField(
        _("who knows of it"), max_length=10, choices=Visibility, default=Visibility.PUBLIC
    )
    admission = models.CharField(
        _("how people join"), max_length=10, choices=Admission, default=Admission.REQUEST
    )
    mail_domains = models.JSONField(_("mail domains"), default=list, blank=True)
    members_may_call = models.BooleanField(_("members may call meetings"), default=False)
    themes = models.ManyToManyField(
        "core.Theme", blank=True, related_name="working_groups", verbose_name=_("themes")
    )
    challenge = models.OneToOneField(
        "cities.Challenge",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="working_group",
        verbose_name=_("challenge"),
    )
    lead_city = models.ForeignKey(
        "cities.City",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="led_groups",
        verbose_name=_("lead city"),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("opened by")
    )
    created_at = models.DateTimeField(_("opened"))
    changed_at = models.DateTimeField(_("changed"))
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = WorkingGroupQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(slug=""), name="group_has_a_name_and_a_slug"),
            models.CheckConstraint(
                condition=~Q(visibility=Visibility.PRIVATE) | Q(admission=Admission.INVITATION),
                name="private_group_by_invitation",
                violation_error_message=_("A private group takes people in by invitation only."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        """Save in one transaction, with an address where there is none."""
        if not self.slug:
            name = f"{self.name} group" if slug_of(self.name) in RESERVED_SLUGS else self.name
            self.slug = free_slug(name, taken=WorkingGroup.objects.exclude(pk=self.pk))
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("working_groups:group-detail", args=[self.slug])

    @property
    def space_url(self) -> str:
        """The address of the room inside."""
        return reverse("working_groups:group-space", args=[self.slug])

    @property
    def is_private(self) -> bool:
        """Whether it does not exist for those outside."""
        return self.visibility == Visibility.PRIVATE

    @property
    def is_told_in_full(self) -> bool:
        """Whether everybody reads about its aim, cities and workplan."""
        return self.visibility == Visibility.PUBLIC

    @property
    def is_archived(self) -> bool:
        """Whether it has ended its work: it can be read and not changed."""
        return self.archived_at is not None

    @property
    def main_theme(self) -> Theme | None:
        """The theme of the spine that its first one belongs to."""
        first = next(iter(self.themes.all()), None)
        return (first.broader or first) if first else None

    def row_values(self) -> dict:
        """Return what a row shows, as the search index stores it; everything is read before."""
        theme = self.main_theme
        return {
            "title": self.name,
            "url": self.get_absolute_url(),
            "summary": self.summary,
            "admission": self.admission,
            "archived": self.is_archived,
            "lead": self.lead_city.name if self.lead_city and self.lead_city.live else "",
            "theme": theme.pk if theme else None,
            "key": self.pk,
        }

    def as_entry(self) -> Entry:
        """Return the group as a row, everything read before."""
        return group_row(self.row_values())


class Output(models.Model):
    """A line of the workplan: something that a group makes, by when, and where it is once it is done."""

    group = models.ForeignKey(
        WorkingGroup, models.CASCADE, related_name="outputs", verbose_name=_("working group")
    )
    title = models.CharField(_("output"), max_length=160)
    text = models.TextField(_("description"), max_length=1000, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    done_on = models.DateField(_("done"), null=True, blank=True)
    web_address = models.CharField(_("where it is"), max_length=300, blank=True)
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = OutputQuerySet.as_manager()

    class Meta:
        ordering = [models.F("due_on").asc(nulls_last=True), "pk"]
        verbose_name = _("output")
        verbose_name_plural = _("outputs")
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="output_has_a_title")]

    def __str__(self) -> str:
        return self.title
