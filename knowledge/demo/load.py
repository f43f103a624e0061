"""Loads the demo products, practices, news and collections; repeating it changes nothing that people did."""

from datetime import datetime, timedelta
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import slugify
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from cities.demo.load import featured_city
from cities.models import Challenge
from knowledge.dates import read_date
from knowledge.enums import Licence, ProductType
from knowledge.models import (
    CollectionItem,
    CollectionPage,
    GoodPracticePage,
    KnowledgeIndexPage,
    KnowledgeProductPage,
    NewsIndexPage,
    NewsPage,
    PracticeIndexPage,
    ProductAuthor,
)
from network.core.demo import once
from network.core.models import Country, Theme
from network.core.vocabulary import read_rows

FOLDER = Path(__file__).parent
# As if they had come one after the other, the last one a day ago: what is new is some of them, not all.
YESTERDAY, APART = timedelta(days=1), timedelta(hours=18)
RESERVED = {"all rights reserved", "todos los derechos reservados"}
LISTS = (
    (
        KnowledgeIndexPage,
        "Knowledge",
        "Reports, guides, tools and data from cities and those who work with them.",
    ),
    (PracticeIndexPage, "Good practices", "What cities did, what it took, what came of it."),
    (NewsIndexPage, "News", "News, stories and results from networks of cities and their members."),
)


def load(*, home: Page) -> dict[str, int]:
    """Load everything below ``home``, with the lists where they are missing; return how many were new."""
    lists = {model: list_page(model, title, lead, home) for model, title, lead in LISTS}
    loader = _Loader()
    products, practices, news = (
        lists[model] for model in (KnowledgeIndexPage, PracticeIndexPage, NewsIndexPage)
    )
    return {
        "products": loader.load_rows("knowledge_products.csv", products, loader.product),
        "practices": loader.load_rows("good_practices.csv", practices, loader.practice),
        "news": loader.load_rows("news.csv", news, loader.news),
        "collections": loader.load_rows("collections.csv", products, loader.collection),
    }


def list_page(model: type, title: str, lead: str, home: Page) -> Page:
    """Return the list of this kind, made and published where there is none."""
    page = model.objects.first()
    if page is None:
        page = model(title=title, slug=model.fixed_slug, lead=lead, live=False)
        home.add_child(instance=page)
        page.save_revision(log_action=False).publish(log_action=False)
    return page


def _publish_below(parent: Page, page: Page, at: datetime) -> None:
    """Publish a new page with its first revision, as the editor’s “Publish” would have then, in half the time.

    Wagtail’s own way saves the page twice and its references row by row.
    """
    page.live, page.first_published_at, page.last_published_at = True, at, at
    with disable_reference_index_auto_update():
        parent.add_child(instance=page)
        if errors := page.publishing_errors():
            raise ValidationError(errors)
        revision = page.save_revision(log_action=True, clean=False)
    page.live_revision, page.has_unpublished_changes = revision, False
    type(page).objects.filter(pk=page.pk).update(live_revision=revision, has_unpublished_changes=False)
    ReferenceIndex.create_or_update_for_object(page)


class _Loader:
    """What the rows refer to, read once."""

    def __init__(self) -> None:
        self.themes = Theme.objects.by_name()
        self.countries = Country.objects.in_bulk()
        rows = read_rows(FOLDER / "product_types.csv")
        types = {label.lower(): value for value, label in ProductType.choices}
        self.types = {row["in_data"]: types[row["product_type"]] for row in rows}
        self.cities: dict[tuple[str, str], object] = {}
        self.challenges = {challenge.title: challenge for challenge in Challenge.objects.public()}

    def load_rows(self, file: str, parent: Page, make) -> int:
        """Publish the rows that were never loaded before below ``parent``; return how many."""
        taken = set(parent.get_children().values_list("slug", flat=True))
        count, now, rows = 0, timezone.now(), list(read_rows(FOLDER / file))
        for to_come, row in zip(range(len(rows) - 1, -1, -1), rows, strict=True):
            with once(f"knowledge:{file}:{row['title']}") as new:
                if not new:
                    continue
                page = make(row)
                page.slug = _free_slug(row["title"], taken)
                _publish_below(parent, page, now - YESTERDAY - to_come * APART)
                count += 1
        return count

    def product(self, row: dict[str, str]) -> KnowledgeProductPage:
        """Return the unsaved product of a row."""
        published_on, precision = read_date(row["publication_date"])
        licence, note = _licence(row["licence"])
        page = KnowledgeProductPage(
            title=row["title"],
            subtitle=row["subtitle"],
            summary=row["abstract"],
            product_type=self.types[row["product_type"]],
            publisher="; ".join(_split(row["publisher"])),
            published_on=published_on,
            date_precision=precision,
            language=row["language"],
            isbn=row["isbn"],
            doi=row["doi"],
            pages=int(row["pages"]) if row["pages"] else None,
            licence=licence,
            licence_note=note,
            file_url=row["file_url"],
            landing_url=row["landing_url"],
            sources=_sources(row["source"]),
        )
        page.authors = [ProductAuthor(name=name, sort_order=n) for n, name in enumerate(_split(row["authors"]))]
        self._file(page, row)
        page.countries = [self.countries[code] for code in _split(row["countries"])]
        return page

    def practice(self, row: dict[str, str]) -> GoodPracticePage:
        """Return the unsaved practice of a row."""
        page = GoodPracticePage(
            title=row["title"],
            challenge=_paragraph(row["challenge"]),
            solution=_paragraph(row["what_was_done"]),
            results=_paragraph(row["results"]),
            cost="\n".join(_split(row["cost"])),
            partners="\n".join(_split(row["partners"])),
            year_start=int(row["year_start"]) if row["year_start"] else None,
            year_end=int(row["year_end"]) if row["year_end"] else None,
            sources=_sources(row["source_url"]),
        )
        self._file(page, row | {"cities": row["city"]}, country=row["country_iso2"])
        return page

    def news(self, row: dict[str, str]) -> NewsPage:
        """Return the unsaved news item of a row."""
        published_on, precision = read_date(row["date"])
        page = NewsPage(
            title=row["title"],
            summary=row["summary"],
            published_on=published_on,
            date_precision=precision,
            sources=_sources(row["source_url"]),
        )
        self._file(page, row)
        return page

    def collection(self, row: dict[str, str]) -> CollectionPage:
        """Return the unsaved collection of a row; a title that is gone meanwhile is left out."""
        page = CollectionPage(
            title=row["title"],
            summary=row["summary"],
            note=_paragraph(row["note"]),
            curator="Illustrative selection for the demo network",
        )
        page.theme_links = [page.theme_links.model(theme=Theme.objects.get(slug=row["theme"]), sort_order=0)]
        titles = row["items"].split("|")
        found = {item.title: item for item in Page.objects.filter(title__in=titles)}
        page.items = [
            CollectionItem(item=found[title], sort_order=n) for n, title in enumerate(titles) if title in found
        ]
        return page

    def _file(self, page, row: dict[str, str], country: str = "") -> None:
        """File the page under the row's themes and cities, each once and in the row's order, and have it name
        the challenges that it answers; one that is gone meanwhile is left out.
        """
        themes = dict.fromkeys(self.themes[name.casefold()] for name in _split(row["themes"]))
        page.theme_links = [page.theme_links.model(theme=theme, sort_order=n) for n, theme in enumerate(themes)]
        cities = dict.fromkeys(filter(None, (self._city(name, country) for name in _split(row["cities"]))))
        page.city_links = [page.city_links.model(city=city, sort_order=n) for n, city in enumerate(cities)]
        titles = [title for title in _split(row.get("challenges", "")) if title in self.challenges]
        if titles:
            links = page.challenge_links
            named = [self.challenges[title] for title in titles]
            links.set([links.model(challenge=one, sort_order=n) for n, one in enumerate(named)])

    def _city(self, name: str, country: str):
        """Return the city of that name, a featured one where the network has none."""
        if (name, country) not in self.cities:
            self.cities[name, country] = featured_city(name, country)
        return self.cities[name, country]


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _paragraph(text: str) -> str:
    """Return plain text as a paragraph of rich text."""
    return str(format_html("<p>{}</p>", text)) if text else ""


def _sources(cell: str) -> list[tuple[str, dict]]:
    """Return the addresses as blocks; a text that was handed over has a name instead."""
    handed_over = {"url": "", "label": "Text of the organisation, handed over with the data"}
    return [
        ("source", handed_over if part.startswith("seed:") else {"url": part, "label": ""})
        for part in _split(cell)
    ]


def _licence(stated: str) -> tuple[str, str]:
    """Return the licence and, where the words say more, the words."""
    by_label = {licence.label.split(",")[0].lower(): licence.value for licence in Licence}
    if not stated:
        return Licence.NOT_STATED, ""
    if stated.lower() in RESERVED:
        return Licence.ALL_RIGHTS_RESERVED, stated if stated.lower() != "all rights reserved" else ""
    if stated.lower() in by_label:
        return by_label[stated.lower()], ""
    return (Licence.OWN_TERMS if "allowed" in stated else Licence.NOT_STATED), stated


def _free_slug(title: str, taken: set[str]) -> str:
    """Return a slug of the title that no neighbour has, and note it as taken."""
    slug = base = slugify(title)[:100].strip("-") or "item"
    number = 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    taken.add(slug)
    return slug
