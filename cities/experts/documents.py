"""What the search index holds of experts."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.documents import main_theme, read_aliases
from cities.enums import Availability
from cities.models import City, ExpertProfile, Partner
from network.core.entries import Entry
from network.core.languages import language_name
from network.core.places import known_regions, offered_regions
from network.core.spine import known_themes
from network.search.documents import PageAddresses, SearchDocument, Source, version_of
from network.search.shared_filters import theme_names, theme_values


class ExpertSource(Source):
    """Experts who want to be found."""

    kind = "expert"
    label = _("Expert")
    model = ExpertProfile
    prefix = "expert"
    related = {
        "accounts.user": ("person",),
        "cities.affiliation": ("person__affiliations",),
        "cities.city": ("person__affiliations__city",),
        "cities.partner": ("person__affiliations__partner",),
        "core.theme": ("person__expertise", "person__expertise__broader"),
    }

    def public(self) -> QuerySet:
        """Return the experts whom everybody may find."""
        return ExpertProfile.objects.public()

    def ready(self, rows: QuerySet) -> QuerySet:
        """Read what is told of each."""
        self._aliases = read_aliases()
        return rows.for_listing()

    def versions(self) -> Iterator[tuple[int, int]]:
        """Yield primary key and version of every expert whom everybody may find."""
        rows = self.public().order_by().values_list("pk", "changed_at")
        return ((pk, version_of(changed_at)) for pk, changed_at in rows.iterator(chunk_size=5000))

    def document(self, row: ExpertProfile, addresses: PageAddresses) -> SearchDocument:
        """Return the expert's document: what she has put into her account, and nothing of her address."""
        person, themes = row.person, list(row.person.expertise.all())
        return SearchDocument(
            object_id=row.pk,
            title=person.name,
            summary=row.headline,
            labels=[person.job_title, *map(str, organisations_of(row)), *theme_names(themes, self._aliases)],
            body=person.biography,
            facets={
                "theme": theme_values(themes),
                "region": regions_of(row),
                "language": person.languages,
                "status": [row.availability],
            },
            version=version_of(row.changed_at),
            stored=entry_values(row),
        )

    def entry(self, stored: dict[str, Any]) -> Entry:
        """Return the expert as a row."""
        return _entry(stored)


def regions_of(row: ExpertProfile) -> list[str]:
    """Return the slugs of the regions that an expert can work in: all where she names none."""
    return [region.slug for region in row.regions.all()] or [region.slug for region in offered_regions()]


def organisations_of(row: ExpertProfile) -> list[City | Partner]:
    """Return the cities and partners that an expert belongs to, of those that everybody may see."""
    places = [one.organisation for one in row.person.approved_affiliations]
    return [place for place in places if place.live]


def entry_values(row: ExpertProfile) -> dict[str, Any]:
    """Return what a row of a list shows of an expert who was read with ``for_listing()``."""
    theme = main_theme(list(row.person.expertise.all()))
    return {
        "title": row.person.name,
        "url": row.get_absolute_url(),
        "summary": row.headline,
        "job": row.person.job_title,
        "organisations": list(map(str, organisations_of(row))),
        "languages": row.person.languages,
        "availability": row.availability,
        "regions": [region.slug for region in row.regions.all()],
        "theme": theme.pk if theme else None,
        "key": row.pk,
    }


def as_entry(row: ExpertProfile) -> Entry:
    """Return an expert who was read with ``for_listing()`` as a row."""
    return _entry(entry_values(row))


def _entry(stored: dict[str, Any]) -> Entry:
    regions = known_regions()
    where = ", ".join(regions[slug].name for slug in stored["regions"] if slug in regions)
    job = ", ".join(filter(None, (stored["job"], *stored["organisations"])))
    return Entry(
        title=stored["title"],
        url=stored["url"],
        kind=gettext("Expert"),
        summary=stored["summary"],
        theme=known_themes().get(stored["theme"]),
        facts=(str(Availability(stored["availability"]).label),),
        notes=(job, ", ".join(map(language_name, stored["languages"])), where),
        key=stored["key"],
    )
