"""A city of the network, or one that its practices come from."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel


class City(ClusterableModel):
    """A member, applicant, alumnus or featured city."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    country = models.ForeignKey(
        "core.Country", models.PROTECT, related_name="cities", verbose_name=_("country")
    )

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("city")
        verbose_name_plural = _("cities")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("cities:city-detail", args=[self.slug])
