"""What city pages and the directory of cities show of knowledge; filled into core's registry."""

from collections import Counter
from typing import Any

from django.db.models import Count, Prefetch, Window, prefetch_related_objects
from django.utils.translation import gettext, ngettext

from cities.models import City
from knowledge.models import GoodPracticePage, KnowledgeProductPage, NewsPage, ProductFile
from network.core.registry import Panel
from network.core.visibility import opened_pages
from network.search.facets import occurring
from network.search.store import open_reader

SHOWN = 4
TEMPLATE = "knowledge/_city_panel.html"


def gather_panels(city, request) -> list[Panel]:
    """Return the city’s practices, products and news that this reader may open; a kind without any is left out.

    The three are read together: one query each, and one for all their pictures and the city’s own.
    """
    kinds = [
        (_practices, GoodPracticePage.objects.visible_to(request)),
        (_products, KnowledgeProductPage.objects.visible_to(request).current()),
        (_news, NewsPage.objects.visible_to(request)),
    ]
    found = [(describe, _newest(pages.from_city(city))) for describe, pages in kinds]
    images = [getattr(page, page.listed_image) for _describe, pages in found for page in pages]
    prefetch_related_objects([image for image in (city.image, *images) if image], "renditions")
    return [_panel(pages, **describe(city, pages[0].in_all)) for describe, pages in found if pages]


def _newest(pages) -> list:
    """Return the newest of ``pages``, each with its main theme and with the number of them ``in_all``.

    The city’s own name would stand in each of the rows, and files are one step further: neither is read.
    """
    image = pages.image_field
    rows = pages.defer_streamfields().with_main_theme().select_related(image).newest()
    if pages.model is KnowledgeProductPage:
        rows = rows.prefetch_related(Prefetch("files", ProductFile.objects.none()))
    found = list(rows.annotate(in_all=Window(Count("pk")))[:SHOWN])
    for page in found:
        page.city_list = []
    return found


def _panel(pages: list, *, address: str, more: str, **where) -> Panel:
    """Return the pages as rows, with a link to all where there are more."""
    context = {"entries": [page.as_entry() for page in pages]}
    if pages[0].in_all > len(pages):
        context |= {"url": address, "more": more}
    return Panel(template=TEMPLATE, context=context, **where)


def _practices(city, n: int) -> dict:
    return {
        "anchor": "practices",
        "title": gettext("Good practices"),
        "address": f"/practices/?city={city.slug}",
        "more": ngettext("The practice", "All %(n)s practices", n) % {"n": n},
        "order": 40,
    }


def _products(city, n: int) -> dict:
    return {
        "anchor": "knowledge",
        "title": gettext("Knowledge products"),
        "address": f"/knowledge/?city={city.slug}",
        "more": ngettext("The product", "All %(n)s products", n) % {"n": n},
        "order": 50,
    }


def _news(city, n: int) -> dict:
    return {
        "anchor": "news",
        "title": gettext("News"),
        "address": f"/news/?city={city.slug}",
        "more": ngettext("The news item", "All %(n)s news items", n) % {"n": n},
        "order": 60,
    }


def _count(pages: Any, kind: str, request: Any) -> dict[int, int]:
    """Return how many of ``pages`` each city has: those that everybody may see as the index has counted them,
    and those besides that this reader may open.
    """
    reader = open_reader()
    if reader is None:
        return _count_rows(pages.visible_to(request))
    by_slug = occurring(reader, (kind,), ("city",))["city"]
    numbers = Counter({pk: by_slug[slug] for pk, slug in _slugs().items() if slug in by_slug})
    if opened_pages(request):
        numbers.update(_count_rows(pages.only_for(request)))
    return dict(numbers)


def _slugs() -> dict[int, str]:
    return dict(City.objects.order_by().values_list("pk", "slug"))


def _count_rows(pages: Any) -> dict[int, int]:
    links = pages.model._meta.get_field("city_links").related_model.objects
    rows = links.filter(page__in=pages.order_by().values("pk")).order_by()
    return dict(rows.values_list("city").annotate(Count("pk")))


def count_practices(request) -> dict[int, int]:
    """Return by city the number of practices that this reader may open."""
    return _count(GoodPracticePage.objects.all(), "practice", request)


def count_products(request) -> dict[int, int]:
    """Return by city the number of products that this reader may open."""
    return _count(KnowledgeProductPage.objects.current(), "product", request)
