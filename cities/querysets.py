"""Reads of cities and partners, as chainable methods."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from cities.enums import CityStatus, SizeClass
from network.core.models import Region, Theme


class CityQuerySet(models.QuerySet):
    """Cities."""

    def listed(self) -> "CityQuerySet":
        """Return the cities that the public sees: those that staff have published."""
        return self.filter(live=True)

    def visible_to(self, viewer: Any) -> "CityQuerySet":
        """Return the cities that ``viewer`` (a request or a person) may see.

        Everybody sees the same: drafts are shown in the editor's preview only.
        """
        return self.listed()

    def members(self) -> "CityQuerySet":
        """Return the listed cities that are members."""
        return self.listed().filter(status=CityStatus.MEMBER)

    def featured(self) -> "CityQuerySet":
        """Return the listed cities that something comes from but that are no members."""
        return self.listed().filter(status=CityStatus.FEATURED)

    def in_region(self, region: Region) -> "CityQuerySet":
        """Return the cities of ``region`` and of its sub-regions."""
        return self.filter(region.holds("country__region"))

    def in_countries(self, codes: Iterable[str]) -> "CityQuerySet":
        """Return the cities of the countries with these ISO codes."""
        return self.filter(country__in=codes)

    def of_size(self, *sizes: SizeClass) -> "CityQuerySet":
        """Return the cities of any of these size classes; those of unknown population are in none."""
        condition = Q(pk__in=[])
        for size in sizes:
            condition |= SizeClass(size).holds("population")
        return self.filter(condition)

    def with_legacy(self, slugs: Iterable[str]) -> "CityQuerySet":
        """Return the cities that have any of these industrial legacy sectors, each once."""
        of_sector = self.model.sectors.through.objects.filter(legacysector__slug__in=slugs)
        return self.filter(pk__in=of_sector.values("city"))

    def about(self, *themes: Theme) -> "CityQuerySet":
        """Return the cities that work on any of these themes or on one of their narrower themes, each once."""
        condition = Q(theme__in=themes) | Q(theme__broader__in=themes)
        return self.filter(pk__in=self.model.themes.through.objects.filter(condition).values("city"))

    def on_map(self) -> "CityQuerySet":
        """Return the cities whose coordinates are known."""
        return self.filter(latitude__isnull=False)

    def with_size_class(self) -> "CityQuerySet":
        """Add ``size``: the value of the size class, or ``""`` where the population is not known."""
        cases = [models.When(size.holds("population"), then=models.Value(size.value)) for size in SizeClass]
        size = models.Case(*cases, default=models.Value(""), output_field=models.CharField())
        return self.annotate(size=size)

    def for_listing(self) -> "CityQuerySet":
        """Read with each city what a row of a list shows."""
        themes = models.Prefetch("themes", Theme.objects.select_related("broader"))
        return self.select_related("country__region", "image").prefetch_related("sectors", themes)

    def for_page(self) -> "CityQuerySet":
        """Read with each city what its page shows, and whether it has children of each kind (``has_offers``).

        Few cities have all of them: what is known not to be there needs no query.
        """
        kinds = ("milestones", "achievements", "commitments", "offers", "sources")
        children = {kind: getattr(self.model, kind).rel.related_model.objects for kind in kinds}
        flags = {
            f"has_{kind}": models.Exists(rows.filter(city=models.OuterRef("pk")))
            for kind, rows in children.items()
        }
        return self.for_listing().annotate(**flags)


class PartnerQuerySet(models.QuerySet):
    """Partners."""

    def listed(self) -> "PartnerQuerySet":
        """Return the partners that the public sees."""
        return self.filter(live=True)

    def visible_to(self, viewer: Any) -> "PartnerQuerySet":
        """Return the partners that ``viewer`` (a request or a person) may see; everybody sees the same."""
        return self.listed()

    def for_listing(self) -> "PartnerQuerySet":
        """Read with each partner what a row of a list shows."""
        return self.select_related("logo").prefetch_related("themes")
