"""Industries that shaped cities."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cities.enums import SectorFamily


class LegacySector(models.Model):
    """An industry such as coal or textiles; its family chooses the drawing on a city's page."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    family = models.CharField(_("family"), max_length=12, choices=SectorFamily, default=SectorFamily.WORKS)

    class Meta:
        ordering = ["name"]
        verbose_name = _("legacy sector")
        verbose_name_plural = _("legacy sectors")

    def __str__(self) -> str:
        return self.name
