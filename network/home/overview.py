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

from cities.challenges.lists import CHALLENGES
from cities.following.button import follow_button
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
from network.core.models import Theme
from network.core.places import offered_regions
from network.core.spine import known_themes
from network.home.steps import first_steps
from network.search.related import newest_about

SHOWN_PRODUCTS = 3
SHOWN_NEWS = 3
SHOWN_CHALLENGES = 3
SHOWN_CITIES = 12
PRODUCTS, PRACTICES, NEWS = "products", "practices", "news"
PRODUCTS_URL, PRACTICES_URL, NEWS_URL = "/knowledge/", "/practices/", "/news/"
PRIORITIES_URL, CITIES_URL = "/priorities/", "/cities/"


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
            .annotate(what=name, spine=spine)
            .values("what", "spine")
            .annotate(n=Count("page", distinct=True))
            .values_list("what", "spine", "n")
        )
        rows.append(
            pages.order_by()
            .annotate(what=name, spine=Value("", output_field=CharField()))
            .values("what", "spine")
            .annotate(n=Count("pk"))
            .values_list("what", "spine", "n")
        )
    in_all: dict[str, int] = {}
    by_theme: dict[tuple[str, int], int] = {}
    # From Django 6.1 on a union takes the first model's default order, whose columns are not among its own.
    for kind, theme, number in rows[0].union(*rows[1:], all=True).order_by():
        if theme:
            by_theme[kind, int(theme)] = number
        else:
            in_all[kind] = number
    return Counts(in_all, by_theme)


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
    columns = (
        "title",
        "summary",
        "kind",
        "published_on",
        "date_precision",
        "url_path",
        "depth",
        "path",
        "slug",
    )
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
        for item in news.newest().only(*columns)[:SHOWN_NEWS]
    ]


def gather_home(*, home, priorities, request) -> dict[str, Any]:
    """Return what the home page shows to the sender of ``request``; what there is none of is left out."""
    counts = count_published(request)
    pages = published(request)
    places = count_places()
    has_products = bool(counts.of(PRODUCTS))
    products = pages[PRODUCTS].for_listing().newest()[:SHOWN_PRODUCTS] if has_products else []
    news = pages[NEWS] if counts.of(NEWS) else None
    cards = priority_cards(priorities, counts, request)
    return {
        "facts": home_facts(counts, places),
        "search_url": PRODUCTS_URL if has_products else "",
        "priorities": cards,
        "priorities_url": PRIORITIES_URL if cards else "",
        "products": [product.as_entry() for product in products],
        "products_url": PRODUCTS_URL,
        "all_products": all_products(counts.of(PRODUCTS)),
        "map": world_map(City.objects.members(), regions=offered_regions()) if places.cities else None,
        "map_title": places.title,
        "news": news_cards(news) if news is not None else [],
        "news_url": NEWS_URL,
        "beginning": not (has_products or places.cities or cards or counts.of(PRACTICES)),
        "first_steps": first_steps(home=home, counts=counts, places=places, priorities=cards)
        if request.user.is_staff
        else [],
    }


def home_facts(counts: Counts, places: "Places") -> list[Fact]:
    """Return the network in numbers, each leading to what it counts."""
    numbers = [
        (_("Member cities"), places.cities, CITIES_URL),
        (_("Countries"), places.countries, CITIES_URL),
        (_("Knowledge products"), counts.of(PRODUCTS), PRODUCTS_URL),
        (_("Good practices"), counts.of(PRACTICES), PRACTICES_URL),
    ]
    return known(
        *(
            Fact(label, links=(FactLink(f"{number:,}", url),) if number else ())
            for label, number, url in numbers
        )
    )


def all_products(number: int) -> str:
    """Return the words that lead to the whole catalogue."""
    return ngettext("The product", "All %(n)s products", number) % {"n": number}


@dataclass(frozen=True, slots=True)
class Places:
    """How many members the network has, in how many countries and world regions."""

    cities: int
    countries: int
    regions: int

    @property
    def title(self) -> str:
        """“45 cities, 6 world regions”."""
        cities = ngettext("%(n)s city", "%(n)s cities", self.cities) % {"n": self.cities}
        if not self.regions:
            return cities
        regions = ngettext("%(n)s world region", "%(n)s world regions", self.regions) % {"n": self.regions}
        return _("%(cities)s, %(regions)s") % {"cities": cities, "regions": regions}


def count_places() -> Places:
    """Count members, their countries and their world regions, in one query."""
    rows = (
        City.objects.members()
        .order_by()
        .values_list("country", "country__region__path")
        .annotate(n=Count("pk"))
    )
    paths = [path for _country, path, _number in rows]
    regions = [region for region in offered_regions() if any(path.startswith(region.path) for path in paths)]
    return Places(sum(number for *_place, number in rows), len(paths), len(regions))


def gather_priorities(*, priorities, request) -> dict[str, Any]:
    """Return the priorities and the further themes as cards."""
    groups = defaultdict(list)
    for card in priority_cards(priorities, count_published(request), request):
        groups[card["kind"]].append(card)
    return {"priorities": groups["priority"], "themes": groups["theme"]}


def gather_priority(*, theme_id: int, request) -> dict[str, Any]:
    """Return what is filed under the theme and its narrower themes, section by section."""
    theme = known_themes()[theme_id]
    n_practices, practices = newest_about(PracticeIndexPage.list_spec, theme, request)
    n_products, products = newest_about(KnowledgeIndexPage.list_spec, theme, request)
    n_news, news = newest_about(NewsIndexPage.list_spec, theme, request, limit=SHOWN_NEWS)
    n_challenges, challenges = newest_about(CHALLENGES, theme, request, limit=SHOWN_CHALLENGES)
    cities = City.objects.members().about(theme).order_by("name", "pk")
    places = list(cities.values_list("name", "slug", "country__name"))
    return {
        "theme": theme,
        "follow": follow_button(request, theme),
        "practices": practices,
        "practices_url": theme.practices_url,
        "all_practices": ngettext("The practice", "All %(n)s practices", n_practices) % {"n": n_practices},
        "products": products,
        "products_url": theme.products_url,
        "all_products": all_products(n_products),
        "news": news,
        "news_url": f"{NEWS_URL}?theme={theme.slug}",
        "all_news": ngettext("The news item", "All %(n)s news items", n_news) % {"n": n_news},
        "challenges": challenges,
        "challenges_url": theme.challenges_url,
        "all_challenges": ngettext("The challenge", "All %(n)s challenges", n_challenges) % {"n": n_challenges},
        "cities": [
            {"name": name, "country": country, "url": reverse("cities:city-detail", args=[slug])}
            for name, slug, country in places[:SHOWN_CITIES]
        ],
        "cities_url": f"{CITIES_URL}?theme={theme.slug}",
        "all_cities": ngettext("The city", "All %(n)s cities", len(places)) % {"n": len(places)},
    }
