"""Countries and regions of the United Nations' M49 standard.

Source: UN Statistics Division, "Standard country or area codes for statistical use (M49)".
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RegionQuerySet(models.QuerySet):
    """Regions of the standard."""

    def offered(self) -> "RegionQuerySet":
        """Return the six regions that filters and lists offer, in their order; they cover every country."""
        return self.filter(position__isnull=False).order_by("position")


class Region(models.Model):
    """An M49 region; sub-regions name the one that holds them as ``parent``.

    ``path`` holds the codes from the top down to this region (``019.419.029.``), so that one ``LIKE`` finds all
    that lies in a region.
    """

    code = models.CharField(_("M49 code"), max_length=3, primary_key=True)
    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subregions", verbose_name=_("part of")
    )
    path = models.CharField(_("path"), max_length=20, unique=True, editable=False)
    position = models.PositiveSmallIntegerField(
        _("position"), null=True, blank=True, unique=True, help_text=_("Only for regions that filters offer.")
    )

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        """Set the path from the parent's."""
        self.path = f"{self.parent.path if self.parent else ''}{self.code}."
        super().save(*args, **kwargs)

    def holds(self, lookup: str) -> models.Q:
        """Return the condition that the region at ``lookup`` is this one or lies in it.

        ``Country.objects.filter(region.holds("region"))`` finds the countries of this region.
        """
        return models.Q(**{f"{lookup}__path__startswith": self.path})

    def contains(self, other: "Region") -> bool:
        """Return whether ``other`` is this region or lies in it."""
        return other.path.startswith(self.path)


class CountryQuerySet(models.QuerySet):
    """Countries and areas."""

    def in_region(self, region: Region) -> "CountryQuerySet":
        """Return the countries of ``region`` and of its sub-regions."""
        return self.filter(region.holds("region"))


class Country(models.Model):
    """A country or area, by its ISO 3166-1 alpha-2 code, in its smallest M49 region."""

    iso2 = models.CharField(_("ISO code"), max_length=2, primary_key=True)
    name = models.CharField(_("name"), max_length=120, unique=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="countries", verbose_name=_("region"))

    objects = CountryQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("country")
        verbose_name_plural = _("countries")

    def __str__(self) -> str:
        return self.name
