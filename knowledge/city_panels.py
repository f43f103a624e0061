"""What city pages and the directory of cities show of knowledge; filled into core's registry."""

from django.db.models import Count
from django.utils.translation import gettext, ngettext

from knowledge.models import GoodPracticePage, KnowledgeProductPage, NewsPage
from network.core.registry import Panel

SHOWN = 4
TEMPLATE = "knowledge/_city_panel.html"


def _panel(pages, *, anchor: str, title: str, address: str, all_text, order: int) -> Panel | None:
    """Return the newest of ``pages`` as rows, with a link to all where there are more, if there are any."""
    found = list(pages.for_listing().newest()[: SHOWN + 1])
    if not found:
        return None
    context = {"entries": [page.as_entry() for page in found[:SHOWN]]}
    if len(found) > SHOWN:
        context |= {"url": address, "more": all_text(pages.count())}
    return Panel(anchor=anchor, title=title, template=TEMPLATE, context=context, order=order)


def gather_practices(city, request) -> Panel | None:
    """Return the city’s good practices that this reader may open."""
    return _panel(
        GoodPracticePage.objects.visible_to(request).from_city(city),
        anchor="practices",
        title=gettext("Good practices"),
        address=f"/practices/?city={city.slug}",
        all_text=lambda n: ngettext("The practice", "All %(n)s practices", n) % {"n": n},
        order=40,
    )


def gather_products(city, request) -> Panel | None:
    """Return the products from or about the city that this reader may open."""
    return _panel(
        KnowledgeProductPage.objects.visible_to(request).current().from_city(city),
        anchor="knowledge",
        title=gettext("Knowledge products"),
        address=f"/knowledge/?city={city.slug}",
        all_text=lambda n: ngettext("The product", "All %(n)s products", n) % {"n": n},
        order=50,
    )


def gather_news(city, request) -> Panel | None:
    """Return the news about the city that this reader may open."""
    return _panel(
        NewsPage.objects.visible_to(request).from_city(city),
        anchor="news",
        title=gettext("News"),
        address=f"/news/?city={city.slug}",
        all_text=lambda n: ngettext("The news item", "All %(n)s news items", n) % {"n": n},
        order=60,
    )


def _count(pages) -> dict[int, int]:
    """Return how many of ``pages`` each city has."""
    links = pages.model._meta.get_field("city_links").related_model.objects
    rows = links.filter(page__in=pages.order_by().values("pk")).order_by()
    return dict(rows.values_list("city").annotate(Count("pk")))


def count_practices(request) -> dict[int, int]:
    """Return by city the number of practices that this reader may open."""
    return _count(GoodPracticePage.objects.visible_to(request))


def count_products(request) -> dict[int, int]:
    """Return by city the number of products that this reader may open."""
    return _count(KnowledgeProductPage.objects.visible_to(request).current())
