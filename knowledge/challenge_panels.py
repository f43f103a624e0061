"""What the page of a challenge shows of knowledge: practices that could help, and why."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext
from tantivy import Occur, Query

from cities.models import Challenge, City
from knowledge.models import GoodPracticePage
from network.core.models import Region, Theme
from network.core.places import known_countries, offered_regions, regions_around
from network.core.registry import Panel
from network.search.queries import Narrowing
from network.search.results import find, still_open
from network.search.store import open_reader

SHOWN = 3
SHARED_THEME, SAME_REGION, SAME_SIZE = 1.0, 0.6, 0.4
TEMPLATE = "knowledge/_city_panel.html"


def gather_panels(challenge: Challenge, request: Any) -> list[Panel]:
    """Return the practices of others that share most with the challenge; without an index there are none."""
    themes = {theme.broader or theme for theme in challenge.themes.all()}
    practices = _alike(challenge, themes, request) if themes else []
    if not practices:
        return []
    rows = [(page.as_entry(), _why(page, challenge, themes)) for page in practices]
    entries = [replace(entry, notes=(*entry.notes, why)) for entry, why in rows]
    title = gettext("Practices that could help")
    return [Panel("practices", title, TEMPLATE, {"entries": entries}, order=40)]


def region_of(city: City) -> Region | None:
    """Return the region on offer that a city lies in."""
    around = regions_around()[known_countries()[city.country_id].region_id]
    return next((region for region in around if region in offered_regions()), None)


def _alike(challenge: Challenge, themes: Iterable[Theme], request: Any) -> list[GoodPracticePage]:
    """Return the practices that share themes with the challenge, those from the same region and size first."""
    reader = open_reader()
    if reader is None:
        return []

    def sharing(name: str, values: list[str], weight: float) -> tuple[Occur, Query]:
        return Occur.Should, Query.const_score_query(Query.term_set_query(reader.schema, name, values), weight)

    region, size = region_of(challenge.city), challenge.city.size_class
    slugs = [theme.slug for theme in themes]
    alike = [sharing("theme", [slug], SHARED_THEME) for slug in slugs]
    alike.append(sharing("region", [region.slug] if region else [], SAME_REGION))
    alike.append(sharing("size", [size] if size else [], SAME_SIZE))
    own = Query.term_query(reader.schema, "city", challenge.city.slug)
    on_theme = Narrowing(("practice",), chosen={"theme": slugs}).as_query(reader)
    query = Query.boolean_query(
        [(Occur.Must, on_theme), (Occur.Must, Query.boolean_query(alike)), (Occur.MustNot, own)]
    )
    found = find(reader, query, limit=SHOWN).hits
    pages = GoodPracticePage.objects.for_listing().with_themes()
    by_id = pages.in_bulk([hit.object_id for hit in still_open(found, request)])
    return [by_id[hit.object_id] for hit in found if hit.object_id in by_id]


def _why(page: GoodPracticePage, challenge: Challenge, themes: Iterable[Theme]) -> str:
    """Return in words what a practice shares with the challenge."""
    filed = {theme.broader_id or theme.pk for theme in page.themes}
    shared = [theme.name for theme in themes if theme.pk in filed]
    region, size = region_of(challenge.city), challenge.city.size_class
    regions = {region_of(city) for city in page.city_list}
    sizes = {city.size_class for city in page.city_list}
    reasons = [
        gettext("Shares %(themes)s") % {"themes": ", ".join(sorted(shared))} if shared else "",
        gettext("same region") if region and region in regions else "",
        gettext("a city of the same size") if size and size in sizes else "",
    ]
    return ", ".join(reason for reason in reasons if reason)
