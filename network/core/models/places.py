"""Countries and regions of the United Nations' M49 standard.

Source: UN Statistics Division, "Standard country or area codes for statistical use (M49)".
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Region(models.Model):
    """An M49 region; sub-regions name the one that holds them as ``parent``."""

    code = models.CharField(_("M49 code"), max_length=3, primary_key=True)
    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subregions", verbose_name=_("part of")
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def __str__(self) -> str:
        return self.name


class Country(models.Model):
    """A country or area, by its ISO 3166-1 alpha-2 code, in its smallest M49 region."""

    iso2 = models.CharField(_("ISO code"), max_length=2, primary_key=True)
    name = models.CharField(_("name"), max_length=120, unique=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="countries", verbose_name=_("region"))

    class Meta:
        ordering = ["name"]
        verbose_name = _("country")
        verbose_name_plural = _("countries")

    def __str__(self) -> str:
        return self.name
