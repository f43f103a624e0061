"""What the search index holds of working groups: what everybody may know, and nothing of what is inside."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from cities.documents import read_aliases
from cities.models import City
from network.core.entries import Entry
from network.core.models import Theme
from network.core.places import known_countries, regions_around
from network.search.documents import PageAddresses, SearchDocument, Source, version_of
from network.search.shared_filters import theme_names, theme_values
from working_groups.groups.seats import seated_cities
from working_groups.models import WorkingGroup
from working_groups.rows import group_row


class GroupSource(Source):
    """Working groups that everybody may know of."""

    kind = "group"
    label = _("Working group")
    model = WorkingGroup
    prefix = "group"
    related = {
        "core.theme": ("themes", "themes__broader"),
        "cities.city": ("lead_city", "memberships__city"),
        "working_groups.output": ("outputs",),
        "working_groups.groupmembership": ("memberships",),
    }

    def public(self) -> QuerySet:
        """Return the groups that are not private."""
        return WorkingGroup.objects.known_to_all()

    def ready(self, rows: QuerySet) -> QuerySet:
        """Read what is told of the groups, and of a batch once what all share."""
        self._aliases, self._countries, self._around = read_aliases(), known_countries(), regions_around()
        themes = Prefetch("themes", Theme.objects.select_related("broader"))
        rows = rows.select_related("lead_city", "challenge").prefetch_related(themes, "outputs")
        return seated_cities(rows)

    def document(self, row: WorkingGroup, addresses: PageAddresses) -> SearchDocument:
        """Return the group's document; of a restricted one, what its teaser says."""
        themes = list(row.themes.all())
        cities = self._cities(row) if row.is_told_in_full else []
        countries = {city.country_id: self._countries[city.country_id] for city in cities}
        regions = {
            region.slug: region.name
            for country in countries.values()
            for region in self._around[country.region_id]
        }
        told = [row.aim, row.description, *(f"{one.title} {one.text}" for one in row.outputs.all())]
        return SearchDocument(
            object_id=row.pk,
            title=row.name,
            summary=row.summary,
            labels=[
                *(city.name for city in cities),
                *(country.name for country in countries.values()),
                *theme_names(themes, self._aliases),
            ],
            body=" ".join(filter(None, told)) if row.is_told_in_full else "",
            facets={
                "theme": theme_values(themes),
                "country": countries,
                "region": regions,
                "city": [city.slug for city in cities],
                "status": ["archived" if row.is_archived else "work"],
                "language": ["en"],
            },
            version=version_of(row.changed_at),
            stored=row.row_values(),
        )

    def _cities(self, row: WorkingGroup) -> list[City]:
        """Return the cities that sit in the group and may be named, each once."""
        found = {one.city.pk: one.city for one in row.seats if one.city and one.city.live}
        if row.lead_city and row.lead_city.live:
            found[row.lead_city.pk] = row.lead_city
        return sorted(found.values(), key=lambda city: city.slug)

    def entry(self, stored: dict[str, Any]) -> Entry:
        """Return the group as a row."""
        return group_row(stored)

    def versions(self) -> Iterator[tuple[int, int]]:
        """Yield primary key and version: when each was changed last."""
        rows = self.public().order_by().values_list("pk", "changed_at")
        return ((pk, version_of(changed_at)) for pk, changed_at in rows.iterator(chunk_size=5000))
