"""What the search index holds of challenges."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from cities.documents import read_aliases
from cities.models import Challenge
from cities.rows import challenge_row
from network.core.entries import Entry
from network.core.models import Theme
from network.core.places import known_countries, regions_around
from network.search.documents import PageAddresses, SearchDocument, Source, version_of
from network.search.shared_filters import theme_names, theme_values


class ChallengeSource(Source):
    """Challenges that everybody may read."""

    kind = "challenge"
    label = _("Challenge")
    model = Challenge
    prefix = "challenge"
    related = {
        "core.theme": ("themes", "themes__broader"),
        "core.country": ("city__country",),
        "cities.city": ("city",),
    }

    def public(self) -> QuerySet:
        """Return the published challenges of listed cities."""
        return Challenge.objects.public()

    def ready(self, rows: QuerySet) -> QuerySet:
        """Read what is told of the challenges, and of a batch once what all share."""
        self._aliases, self._countries, self._around = read_aliases(), known_countries(), regions_around()
        themes = Prefetch("themes", Theme.objects.select_related("broader"))
        return rows.select_related("city__country").prefetch_related(themes)

    def document(self, row: Challenge, addresses: PageAddresses) -> SearchDocument:
        """Return the challenge's document."""
        themes, city = list(row.themes.all()), row.city
        country = self._countries[city.country_id]
        regions = self._around[country.region_id]
        told = (row.context, row.tried, row.needed, row.affected, row.solution)
        return SearchDocument(
            object_id=row.pk,
            title=row.title,
            summary=row.summary,
            labels=[
                city.name,
                country.name,
                *(region.name for region in regions),
                *theme_names(themes, self._aliases),
            ],
            body=" ".join(filter(None, told)),
            facets={
                "theme": theme_values(themes),
                "country": [country.pk],
                "region": [region.slug for region in regions],
                "city": [city.slug],
                "size": [city.size_class] if city.size_class else [],
                "status": [row.state],
                "year": [str(row.cycle_year)] if row.cycle_year else [],
                "language": ["en"],
            },
            day=row.published_at.date() if row.published_at else None,
            version=version_of(row.changed_at),
            stored=row.row_values(),
        )

    def entry(self, stored: dict[str, Any]) -> Entry:
        """Return the challenge as a row."""
        return challenge_row(stored)

    def versions(self) -> Iterator[tuple[int, int]]:
        """Yield primary key and version: when each was changed last."""
        rows = self.public().order_by().values_list("pk", "changed_at")
        return ((pk, version_of(changed_at)) for pk, changed_at in rows.iterator(chunk_size=5000))
