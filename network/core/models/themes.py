"""The spine of themes that products, practices, cities and groups are filed under."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from network.core.enums import Hatch, Tone


class ThemeQuerySet(models.QuerySet):
    """Themes and the names they go by."""

    def spine(self) -> "ThemeQuerySet":
        """Return the themes that have no broader one."""
        return self.filter(broader__isnull=True)

    def by_name(self) -> dict[str, "Theme"]:
        """Return the themes by every name and alias, in lower case."""
        themes = {theme.pk: theme for theme in self.select_related("broader")}
        names = {theme.name.casefold(): theme for theme in themes.values()}
        aliases = ThemeAlias.objects.filter(theme__in=themes).values_list("name", "theme")
        return names | {name.casefold(): themes[pk] for name, pk in aliases}


class Theme(models.Model):
    """A topic of the spine, or a sub-theme of one (``broader``)."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    broader = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="narrower", verbose_name=_("broader theme")
    )
    description = models.TextField(_("description"), blank=True)
    tone = models.PositiveSmallIntegerField(_("tone"), choices=Tone, default=Tone.VERDIGRIS)
    hatch = models.CharField(_("hatch"), max_length=20, choices=Hatch, default=Hatch.CIRCULARITY)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(broader__isnull=True) | ~models.Q(broader=models.F("pk")),
                name="theme_is_not_its_own_broader",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def practices_url(self) -> str:
        """The practice catalogue, narrowed to this theme."""
        return f"/practices/?theme={self.slug}"

    @property
    def products_url(self) -> str:
        """The knowledge catalogue, narrowed to this theme."""
        return f"/knowledge/?theme={self.slug}"

    @property
    def challenges_url(self) -> str:
        """The list of challenges, narrowed to this theme."""
        return f"/challenges/?theme={self.slug}"


class ThemeAlias(models.Model):
    """The name by which a source network calls a theme of the spine."""

    name = models.CharField(_("name"), max_length=160, unique=True)
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="aliases", verbose_name=_("theme"))
    scheme = models.CharField(_("network that uses this name"), max_length=160, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("theme alias")
        verbose_name_plural = _("theme aliases")

    def __str__(self) -> str:
        return self.name
