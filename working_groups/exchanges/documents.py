"""What the search index holds of exchanges: open calls and public results, and nothing of what is inside."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from cities.documents import read_aliases
from network.core.entries import Entry
from network.core.models import Theme
from network.core.places import known_countries, regions_around
from network.search.documents import PageAddresses, SearchDocument, Source, version_of
from network.search.shared_filters import theme_names, theme_values
from working_groups.exchanges.enums import ExchangeKind
from working_groups.exchanges.rows import exchange_row
from working_groups.models import PeerExchange


class ExchangeSource(Source):
    """Exchanges that everybody may read of."""

    kind = "exchange"
    label = _("Peer exchange")
    model = PeerExchange
    prefix = "exchange"
    related = {
        "core.theme": ("themes", "themes__broader"),
        "cities.city": ("city",),
        "working_groups.exchangereport": ("report",),
    }

    def public(self) -> QuerySet:
        """Return open calls and public results."""
        return PeerExchange.objects.public()

    def ready(self, rows: QuerySet) -> QuerySet:
        """Read what is told of the exchanges, and of a batch once what all share."""
        self._aliases, self._countries, self._around = read_aliases(), known_countries(), regions_around()
        themes = Prefetch("themes", Theme.objects.select_related("broader"))
        return rows.select_related("city__country", "report").prefetch_related(themes)

    def document(self, row: PeerExchange, addresses: PageAddresses) -> SearchDocument:
        """Return the exchange's document."""
        themes, city = list(row.themes.all()), row.city
        country = self._countries[city.country_id]
        regions = self._around[country.region_id]
        stored = row.row_values()
        return SearchDocument(
            object_id=row.pk,
            title=row.title,
            summary=stored["summary"],
            labels=[
                city.name,
                country.name,
                ExchangeKind(row.kind).title,
                *(region.name for region in regions),
                *theme_names(themes, self._aliases),
            ],
            body=row.wanted,
            facets={
                "theme": theme_values(themes),
                "country": [country.pk],
                "region": [region.slug for region in regions],
                "city": [city.slug],
                "type": [row.kind],
                "status": ["call" if row.is_open_call else "result"],
                "language": ["en"],
            },
            day=row.changed_at.date(),
            version=version_of(row.changed_at),
            stored=stored,
        )

    def entry(self, stored: dict[str, Any]) -> Entry:
        """Return the exchange as a row."""
        return exchange_row(stored)

    def versions(self) -> Iterator[tuple[int, int]]:
        """Yield primary key and version: when each was changed last."""
        rows = self.public().order_by().values_list("pk", "changed_at")
        return ((pk, version_of(changed_at)) for pk, changed_at in rows.iterator(chunk_size=5000))
