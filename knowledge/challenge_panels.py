"""What the page of a challenge shows of knowledge: what answers it, and practices that could help, and why."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models.functions import Coalesce
from django.utils.translation import gettext, ngettext
from tantivy import Occur, Query

from cities.models import Challenge, City
from knowledge.indexed_pages import gathered
from knowledge.models import GoodPracticePage, KnowledgeProductPage, PracticeCity, PracticeTheme
from network.core.entries import Entry
from network.core.models import Region, Theme
from network.core.places import known_countries, offered_regions, regions_around
from network.core.registry import Panel
from network.core.visibility import opened_pages
from network.search.queries import Narrowing
from network.search.results import NEWEST, Found, Hit, find, still_open
from network.search.store import Reader, open_reader

SHOWN = 3
SHARED_THEME, SAME_REGION, SAME_SIZE = 1.0, 0.6, 0.4
TEMPLATE = "knowledge/_city_panel.html"
NAMED = {"practice": GoodPracticePage, "product": KnowledgeProductPage}
Counted = tuple[int, list[Entry]]  # how many there are, and the rows of the newest of them


def gather_panels(challenge: Challenge, request: Any) -> list[Panel]:
    """Return the practices and products that name the challenge, then the practices of others that share most
    with it. Without an index nothing is suggested.
    """
    themes = {theme.broader or theme for theme in challenge.themes.all()}
    reader = open_reader()
    if reader is None:
        practices, products = (_from_database(model, challenge, request) for model in NAMED.values())
        suggested = []
    else:
        found = {kind: _naming(kind, challenge, reader) for kind in NAMED}
        alike = _alike(challenge, themes, reader) if themes else []
        hits = [*alike, *(hit for some in found.values() for hit in some.hits)]
        opened = {(hit.kind, hit.object_id) for hit in still_open(hits, request)}  # asked once for all of them
        practices, products = (
            _from_index(found[kind], opened, _besides(model, challenge, request))
            for kind, model in NAMED.items()
        )
        suggested = _suggested([hit for hit in alike if (hit.kind, hit.object_id) in opened], challenge, themes)
    panels = [
        _panel(practices, **_practices(challenge, practices[0])),
        _panel(products, **_products(challenge, products[0])),
        _panel((len(suggested), suggested), **_suggestions()),
    ]
    return [panel for panel in panels if panel.context["entries"]]


def _naming(kind: str, challenge: Challenge, reader: Reader) -> Found:
    """Return what everybody may see of a kind that names the challenge, the newest first."""
    query = Narrowing((kind,), chosen={"challenge": [challenge.slug]}).as_query(reader)
    return find(reader, query, limit=SHOWN, order=NEWEST)


def _from_index(found: Found, opened: set[tuple[str, int]], besides: Counted) -> Counted:
    """Return what the index has found and is still open, and behind it what only some may see."""
    entries = [hit.source.entry(hit.stored) for hit in found.hits if (hit.kind, hit.object_id) in opened]
    return found.count + besides[0], [*entries, *besides[1]][:SHOWN]


def _besides(model: Any, challenge: Challenge, request: Any) -> Counted:
    """Return what names the challenge and this reader may open, but not everybody."""
    return _rows(model.objects.only_for(request), challenge) if opened_pages(request) else (0, [])


def _from_database(model: Any, challenge: Challenge, request: Any) -> Counted:
    return _rows(model.objects.visible_to(request), challenge)


def _rows(pages: Any, challenge: Challenge) -> Counted:
    naming = pages.current().answering(challenge)
    return naming.count(), [page.as_entry() for page in naming.for_listing().newest()[:SHOWN]]


def _panel(counted: Counted, *, address: str = "", more: str = "", **where: Any) -> Panel:
    """Return the rows, with a link to all of them where there are more."""
    number, entries = counted
    context: dict[str, Any] = {"entries": entries}
    if number > len(entries):
        context |= {"url": address, "more": more}
    return Panel(template=TEMPLATE, context=context, **where)


def _practices(challenge: Challenge, n: int) -> dict[str, Any]:
    return {
        "anchor": "answers",
        "title": gettext("Practices that address this"),
        "address": f"/practices/?challenge={challenge.slug}",
        "more": ngettext("The practice", "All %(n)s practices", n) % {"n": n},
        "order": 36,
    }


def _products(challenge: Challenge, n: int) -> dict[str, Any]:
    return {
        "anchor": "knowledge",
        "title": gettext("Knowledge products about this"),
        "address": f"/knowledge/?challenge={challenge.slug}",
        "more": ngettext("The product", "All %(n)s products", n) % {"n": n},
        "order": 38,
    }


def _suggestions() -> dict[str, Any]:
    return {"anchor": "practices", "title": gettext("Practices that could help"), "order": 40}


def region_of(city: City) -> Region | None:
    """Return the region on offer that a city lies in."""
    around = regions_around()[known_countries()[city.country_id].region_id]
    return next((region for region in around if region in offered_regions()), None)


def _alike(challenge: Challenge, themes: Iterable[Theme], reader: Reader) -> list[Hit]:
    """Return practices of others that share themes with the challenge, those from the same region and size
    first; those that name it stand above.
    """

    def sharing(name: str, values: list[str], weight: float) -> tuple[Occur, Query]:
        return Occur.Should, Query.const_score_query(Query.term_set_query(reader.schema, name, values), weight)

    region, size = region_of(challenge.city), challenge.city.size_class
    slugs = [theme.slug for theme in themes]
    alike = [sharing("theme", [slug], SHARED_THEME) for slug in slugs]
    alike.append(sharing("region", [region.slug] if region else [], SAME_REGION))
    alike.append(sharing("size", [size] if size else [], SAME_SIZE))
    on_theme = Narrowing(("practice",), chosen={"theme": slugs}).as_query(reader)
    query = Query.boolean_query(
        [
            (Occur.Must, on_theme),
            (Occur.Must, Query.boolean_query(alike)),
            (Occur.MustNot, Query.term_query(reader.schema, "city", challenge.city.slug)),
            (Occur.MustNot, Query.term_query(reader.schema, "challenge", challenge.slug)),
        ]
    )
    return find(reader, query, limit=SHOWN).hits


def _suggested(hits: list[Hit], challenge: Challenge, themes: Iterable[Theme]) -> list[Entry]:
    """Return practices as rows that say what they share with the challenge."""
    ids = [hit.object_id for hit in hits]
    links = PracticeTheme.objects.filter(page__in=ids).order_by("page", "sort_order", "pk")
    filed = gathered(links.values_list("page", Coalesce("theme__broader", "theme")))
    places = PracticeCity.objects.filter(page__in=ids, city__live=True).select_related("city")
    cities = gathered((link.page_id, link.city) for link in places)
    rows = [
        (
            hit.source.entry(hit.stored),
            _why(filed.get(hit.object_id, []), cities.get(hit.object_id, []), challenge, themes),
        )
        for hit in hits
    ]
    return [replace(entry, notes=(*entry.notes, why)) for entry, why in rows]


def _why(filed: list[int], cities: list[City], challenge: Challenge, themes: Iterable[Theme]) -> str:
    """Return in words what a practice of ``cities``, ``filed`` under themes of the spine, shares with the
    challenge.
    """
    shared = [theme.name for theme in themes if theme.pk in filed]
    region, size = region_of(challenge.city), challenge.city.size_class
    regions = {region_of(city) for city in cities}
    sizes = {city.size_class for city in cities}
    reasons = [
        gettext("Shares %(themes)s") % {"themes": ", ".join(sorted(shared))} if shared else "",
        gettext("same region") if region and region in regions else "",
        gettext("a city of the same size") if size and size in sizes else "",
    ]
    return ", ".join(reason for reason in reasons if reason)
