"""What editors do to pages, and what readers find in the index, for the drills."""

import itertools
import random
import time
from collections.abc import Callable, Iterator

from django.db import transaction
from wagtail.models import Page, PageViewRestriction

from knowledge.enums import Licence, ProductType
from knowledge.models import GoodPracticePage, KnowledgeIndexPage, KnowledgeProductPage, PracticeIndexPage
from network.core.models import Theme
from network.search import store
from network.search.documents import sources
from network.search.lag import index_lag
from network.search.queries import Narrowing, read_question
from network.search.results import find

_numbers = itertools.count(1)


def word() -> str:
    """Return a word that no other page has."""
    number, letters = next(_numbers), ""
    while number:
        number, digit = divmod(number, 20)
        letters += "bcdfghjklmnpqrstvwxz"[digit]
    return f"drill{letters}a"


def publish_product(title: str) -> Page:
    """Publish a new product."""
    page = KnowledgeProductPage(title=title, slug=title, summary="A drill.", live=False)
    page.product_type, page.licence = ProductType.REPORT, Licence.CC_BY_4
    page.theme_links.add(page.theme_links.model(theme=Theme.objects.first()))
    return _published(page, KnowledgeIndexPage.objects.get())


def publish_practice(title: str) -> Page:
    """Publish a new good practice."""
    from cities.models import City

    page = GoodPracticePage(title=title, slug=title, summary="A drill.", live=False)
    page.theme_links.add(page.theme_links.model(theme=Theme.objects.first()))
    page.city_links.add(page.city_links.model(city=City.objects.first()))
    return _published(page, PracticeIndexPage.objects.get())


def _published(page: Page, parent: Page) -> Page:
    with transaction.atomic():
        parent.add_child(instance=page)
        page.save_revision().publish()
    page.refresh_from_db()
    return page


def rename(page: Page, title: str) -> None:
    """Publish the page with another title."""
    page.title = title
    page.save_revision().publish()
    page.refresh_from_db()


def close(page: Page) -> PageViewRestriction:
    """Close a page and all below it to whom has not signed in."""
    return PageViewRestriction.objects.create(page=page.page_ptr, restriction_type=PageViewRestriction.LOGIN)


def finds(title: str) -> bool:
    """Return whether a reader who asks for ``title`` finds anything."""
    reader = store.open_reader()
    if reader is None:
        return False
    kinds = tuple(source.kind for source in sources.all())
    return find(reader, Narrowing(kinds, read_question(title)).as_query(reader)).count > 0


def address(page: Page) -> str:
    """Return the address at which the index has the page."""
    return held().get(f"page:{page.pk}", ("", ""))[1]


def held() -> dict[str, tuple[str, str]]:
    """Return title and address of everything in the index, by key; nothing where there is no index."""
    reader = store.open_reader()
    if reader is None:
        return {}
    kinds = tuple(source.kind for source in sources.all())
    hits = find(reader, Narrowing(kinds).as_query(reader), limit=reader.searcher.num_docs).hits
    return {hit.source.key(hit.object_id): (hit.stored["title"], hit.stored["url"]) for hit in hits}


def wanted() -> dict[str, tuple[str, str]]:
    """Return title and address of everything that the database has for everybody, by key."""
    found = {}
    for source in sources.all():
        for row in source.public():
            url = row.get_url() if isinstance(row, Page) else row.get_absolute_url()
            found[source.key(row.pk)] = (getattr(row, "title", None) or row.name, url)
    return found


def differences() -> int:
    """Return how many things the index has otherwise than the database."""
    own, true = held(), wanted()
    return sum(own.get(key) != true.get(key) for key in own.keys() | true.keys())


def is_settled() -> bool:
    """Return whether the index holds every change."""
    return index_lag() == 0.0


def wait(condition: Callable[[], bool], seconds: float = 30, pause: float = 0.02) -> float:
    """Return how many seconds passed until the condition held; infinity where it did not in time."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > seconds:
            return float("inf")
        time.sleep(pause)
    return time.monotonic() - began


def stream(chance: random.Random) -> Iterator[str]:
    """Change a page at each step, as editors might: publish, edit, unpublish, close, open, delete."""
    pages: list[Page] = []
    while True:
        kind = chance.choice(["publish", "publish", "edit", "unpublish", "close", "open", "delete"])
        page = chance.choice(pages) if pages else None
        if kind == "publish" or page is None:
            pages.append(publish_product(word()))
        elif kind == "edit":
            rename(page, word())
        elif kind == "unpublish":
            page.unpublish()
        elif kind == "close":
            close(page)
        elif kind == "open":
            for restriction in PageViewRestriction.objects.filter(page=page.pk):
                restriction.delete()
        elif len(pages) > 10:
            pages.remove(page)
            page.delete()
        yield kind
