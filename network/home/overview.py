"""What the home page and the priority pages show, gathered here: their templates fire no query."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.maps import world_map
from cities.models import City
from knowledge.models import (
    GoodPracticePage,
    KnowledgeIndexPage,
    KnowledgeProductPage,
    NewsIndexPage,
    NewsPage,
    PracticeIndexPage,
)
from network.core.entries import Entry
from network.core.facts import Fact, FactLink, known
from network.core.generation import keep
from network.core.models import Region, Theme
from network.home.steps import first_steps

SHOWN_PRODUCTS = 3
SHOWN_NEWS = 3
SHOWN_IN_SECTION = 4
SHOWN_CITIES = 12
PRODUCTS, PRACTICES, NEWS, CITIES = "products", "practices", "news", "cities"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items of each kind this reader may see: in all, and by theme of the spine."""

    in_all: dict[str, int] = field(default_factory=dict)
    by_theme: dict[tuple[str, int], int] = field(default_factory=dict)

    def of(self, kind: str, theme: Theme | None = None) -> int:
        """Return the number of items of a kind, filed under ``theme`` or one of its narrower themes."""
        if theme is None:
            return self.in_all.get(kind, 0)
        return self.by_theme.get((kind, theme.pk), 0)


def published(request) -> dict[str, Any]:
    """Return, by kind, the querysets of what lists show this reader."""
    return {
        PRODUCTS: KnowledgeProductPage.objects.visible_to(request).current(),
        PRACTICES: GoodPracticePage.objects.visible_to(request).current(),
        NEWS: NewsPage.objects.visible_to(request).current(),
    }


def count_published(request) -> Counts:
    """Count everything that lists show this reader, in one query."""
    rows = []
    for kind, pages in published(request).items():
        visible = pages.order_by().values("pk")
        name = Value(kind, output_field=CharField())
        links = pages.model._meta.get_field("theme_links").related_model.objects.order_by()
        spine = Cast(Coalesce("theme__broader", "theme"), CharField())
        rows.append(
            links.filter(page__in=visible)
            .annotate(kind=name, spine=spine)
            .values("kind", "spine")
            .annotate(n=Count("page", distinct=True))
            .values_list("kind", "spine", "n")
        )
        rows.append(
            pages.order_by()
            .annotate(kind=name, spine=Value("", output_field=CharField()))
            .values("kind", "spine")
            .annotate(n=Count("pk"))
            .values_list("kind", "spine", "n")
        )
    in_all: dict[str, int] = {}
    by_theme: dict[tuple[str, int], int] = {}
    for kind, theme, number in rows[0].union(*rows[1:], all=True):
        if theme:
            by_theme[kind, int(theme)] = number
        else:
            in_all[kind] = number
    return Counts(in_all, by_theme)


def known_themes() -> dict[int, Theme]:
    """Return all themes by primary key, from memory while nothing has changed."""
    return keep("themes", lambda: Theme.objects.select_related("broader").in_bulk())


def known_regions() -> list[Region]:
    """Return the regions that lists offer, from memory while nothing has changed."""
    return keep("regions", lambda: list(Region.objects.offered()))


def list_addresses(request) -> dict[str, str]:
    """Return the addresses of the lists that are there and open to this reader, by kind."""
    return {PRODUCTS: "/knowledge/", PRACTICES: "/practices/", NEWS: "/news/", CITIES: reverse("cities:city-list")}


def priority_cards(priorities: Iterable, counts: Counts, request) -> list[dict[str, Any]]:
    """Return the priorities as ``components/theme.html`` shows them; a count of nothing is left out."""
    themes = known_themes()
    return [
        {
            "title": page.title,
            "url": page.get_url(request),
            "text": page.statement,
            "tone": themes[page.theme_id].tone,
            "hatch": themes[page.theme_id].hatch,
            "links": count_links(themes[page.theme_id], counts),
            "kind": page.kind,
        }
        for page in priorities
    ]


def count_links(theme: Theme, counts: Counts) -> list[Link]:
    """Return “21 practices” and “14 knowledge products” as links to the lists, where there are any."""
    practices, products = counts.of(PRACTICES, theme), counts.of(PRODUCTS, theme)
    links = []
    if practices:
        label = ngettext("%(n)s practice", "%(n)s practices", practices) % {"n": practices}
        links.append(Link(label, theme.practices_url))
    if products:
        label = ngettext("%(n)s knowledge product", "%(n)s knowledge products", products) % {"n": products}
        links.append(Link(label, theme.products_url))
    return links


def news_cards(news) -> list[Entry]:
    """Return the newest news as cards: what a card shows needs no further query."""
    columns = ("title", "summary", "kind", "published_on", "date_precision", "url_path", "slug", "depth", "path")
    return [
        Entry(
            title=item.title,
            url=item.get_url(),
            kind=item.get_kind_display(),
            summary=item.summary,
            published_on=item.full_date,
            facts=("" if item.full_date else item.date_text,),
            key=item.pk,
        )
        for item in news.newest().only(*columns)
    ]
