"""What the search index holds of cities and partners."""

from collections import defaultdict
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from cities.enums import PartnerKind
from cities.models import City, Partner
from cities.rows import city_row
from network.core.entries import Entry
from network.core.models import Theme, ThemeAlias
from network.core.places import known_countries, regions_around
from network.core.plain_text import rich_text_words
from network.core.spine import known_themes
from network.search.documents import PageAddresses, SearchDocument, Source, version_of
from network.search.shared_filters import theme_names, theme_values


def read_aliases() -> dict[int, list[str]]:
    """Return what other networks call the themes, by the theme's key."""
    aliases = defaultdict(list)
    for theme, name in ThemeAlias.objects.values_list("theme", "name"):
        aliases[theme].append(name)
    return aliases


def main_theme(themes: list[Theme]) -> Theme | None:
    """Return the theme of the spine that the first of ``themes`` belongs to."""
    return (themes[0].broader or themes[0]) if themes else None


class CitySource(Source):
    """Cities that staff have published."""

    kind = "city"
    label = _("City")
    model = City
    prefix = "city"
    related = {
        "core.theme": ("themes", "themes__broader"),
        "core.country": ("country",),
        "cities.legacysector": ("sectors",),
    }

    def public(self) -> QuerySet:
        """Return the listed cities."""
        return City.objects.listed()

    def ready(self, rows: QuerySet) -> QuerySet:
        """Read what is told of the cities, and of a batch once what all share."""
        self._aliases, self._countries, self._around = read_aliases(), known_countries(), regions_around()
        themes = Prefetch("themes", Theme.objects.select_related("broader"))
        rows = rows.select_related("country")
        return rows.prefetch_related("sectors", themes, "milestones", "achievements", "commitments", "offers")

    def document(self, row: City, addresses: PageAddresses) -> SearchDocument:
        """Return the city's document."""
        themes, sectors = list(row.themes.all()), list(row.sectors.all())
        country = self._countries[row.country_id]
        regions = self._around[country.region_id]
        told = (rich_text_words(row.legacy), *self._told(row))
        return SearchDocument(
            object_id=row.pk,
            title=row.name,
            summary=row.lead,
            labels=[
                country.name,
                row.admin_area,
                *(region.name for region in regions),
                *(sector.name for sector in sectors),
                *theme_names(themes, self._aliases),
            ],
            body=" ".join(filter(None, told)),
            facets={
                "theme": theme_values(themes),
                "country": [country.pk],
                "region": [region.slug for region in regions],
                "city": [row.slug],
                "size": [row.size_class] if row.size_class else [],
                "legacy": [sector.slug for sector in sectors],
                "status": [row.status],
                "language": ["en"],
            },
            version=version_of(row.last_published_at),
            stored=row.row_values(),
        )

    def _told(self, row: City):
        yield from (milestone.text for milestone in row.milestones.all())
        for achievement in row.achievements.all():
            yield from (achievement.title, achievement.text)
        yield from (str(commitment) for commitment in row.commitments.all())
        yield from (offer.text for offer in row.offers.all())

    def entry(self, stored: dict[str, Any]) -> Entry:
        """Return the city as a row."""
        return city_row(stored)


class PartnerSource(Source):
    """Partners that staff have published."""

    kind = "partner"
    label = _("Partner")
    model = Partner
    prefix = "partner"
    related = {"core.theme": ("themes", "themes__broader")}

    def public(self) -> QuerySet:
        """Return the listed partners."""
        return Partner.objects.listed()

    def ready(self, rows: QuerySet) -> QuerySet:
        """Read the themes."""
        self._aliases = read_aliases()
        return rows.prefetch_related(Prefetch("themes", Theme.objects.select_related("broader")))

    def document(self, row: Partner, addresses: PageAddresses) -> SearchDocument:
        """Return the partner's document."""
        themes = list(row.themes.all())
        theme = main_theme(themes)
        return SearchDocument(
            object_id=row.pk,
            title=row.name,
            summary=row.summary,
            labels=[row.get_kind_display(), *theme_names(themes, self._aliases)],
            facets={"theme": theme_values(themes), "language": ["en"]},
            version=version_of(row.last_published_at),
            stored={
                "title": row.name,
                "url": row.get_absolute_url(),
                "summary": row.summary,
                "kind": row.kind,
                "theme": theme.pk if theme else None,
                "key": row.pk,
            },
        )

    def entry(self, stored: dict[str, Any]) -> Entry:
        """Return the partner as a row."""
        return Entry(
            title=stored["title"],
            url=stored["url"],
            kind=str(PartnerKind(stored["kind"]).label),
            summary=stored["summary"],
            theme=known_themes().get(stored["theme"]),
            key=stored["key"],
        )


SOURCES = (CitySource(), PartnerSource())
