"""Organisations that work with the network."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin, WorkflowMixin

from cities.enums import PartnerKind
from cities.querysets import PartnerQuerySet
from cities.slugs import free_slug
from network.core.saving import SavedAtOnce


class Partner(SavedAtOnce, PreviewableMixin, WorkflowMixin, DraftStateMixin, RevisionMixin, ClusterableModel):
    """A funder, development or technical partner, research institute or company."""

    name = models.CharField(_("name"), max_length=160, unique=True)
    slug = models.SlugField(
        _("slug"), max_length=120, unique=True, blank=True, help_text=_("Empty: made from the name.")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=PartnerKind, default=PartnerKind.TECHNICAL)
    summary = models.TextField(_("what it supports"), max_length=600, blank=True)
    website = models.URLField(_("website"), blank=True, max_length=300)
    source_url = models.URLField(_("where this is stated"), blank=True, max_length=500)
    logo = models.ForeignKey(
        "media.PortalImage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("logo")
    )
    themes = ParentalManyToManyField(
        "core.Theme", blank=True, related_name="partners", verbose_name=_("themes")
    )

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="partner",
        for_concrete_model=False,
    )
    revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="partner",
        for_concrete_model=False,
    )

    objects = PartnerQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PartnerKind.values), name="partner_kind_is_known"),
            models.CheckConstraint(condition=~Q(slug=""), name="partner_has_a_slug"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Make the slug where staff gave none."""
        super().clean()
        self._fill_slug()

    def save(self, *args, **kwargs) -> None:
        """Make the slug where there is none."""
        self._fill_slug()
        super().save(*args, **kwargs)

    def _fill_slug(self) -> None:
        if not self.slug and self.name:
            self.slug = free_slug(self.name, taken=Partner.objects.exclude(pk=self.pk))

    def get_absolute_url(self) -> str:
        return reverse("cities:partner-detail", args=[self.slug])

    def get_writer_url(self) -> str:
        """Return where the partner's own people go on with its page."""
        return reverse("cities:partner-edit", args=[self.slug])

    def get_preview_template(self, request, mode_name) -> str:
        return "cities/partner_detail.html"

    def get_preview_context(self, request, mode_name) -> dict:
        from cities.pages import partner_context

        return partner_context(request, self)
