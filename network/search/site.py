"""The search of the whole site: everything that any app has registered, in one list."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.models import Page

from network.core.entries import Entry
from network.core.visibility import opened_pages, restricted_pages
from network.search.documents import PageAddresses, sources
from network.search.facets import Filter
from network.search.listing import ListSpec
from network.search.queries import Question
from network.search.shared_filters import COUNTRY, REGION, THEME

PATH = "/search/"
MOST_RESTRICTED = 20


def _kinds(values: Collection[str]) -> Mapping[str, str]:
    return {source.kind: str(source.label) for source in sources.all() if source.kind in values}


def _counted(count: int) -> str:
    """Return “140 results”."""
    return ngettext("%(count)s result", "%(count)s results", count) % {"count": f"{count:,}"}


def _named(question: Question) -> Q:
    condition = Q()
    for word in question.text.split():
        condition &= Q(title__icontains=word)
    return condition


def _from_database(request: Any, question: Question) -> QuerySet:
    """Return the live pages that this reader may open and whose title has the words, the newest first."""
    pages = Page.objects.live().filter(_named(question), depth__gt=2)
    for page in restricted_pages(request):
        pages = pages.not_descendant_of(page, inclusive=True)
    return pages.order_by("-first_published_at", "-pk")


def _restricted(request: Any, question: Question) -> list[Entry]:
    """Return the pages that this reader may open and not everybody."""
    inside = Q(pk__in=[])
    for page in opened_pages(request):
        inside |= Q(path__startswith=page.path)
    found = _from_database(request, question).filter(inside) if question else Page.objects.none()
    return page_rows(found[:MOST_RESTRICTED])


def page_rows(pages: Iterable[Page]) -> list[Entry]:
    """Return pages of several types as rows, each as its source describes what everybody may see.

    The pages have to be visible to the reader: a row says more than a title. A page of a type that has no
    source, or on no site, is named only.
    """
    pages, addresses, rows = list(pages), PageAddresses(), {}
    for source in sources.of_prefix("page"):
        ids = [page.pk for page in pages if issubclass(page.specific_class or Page, source.model)]
        for row in source.read(source.model._default_manager.filter(pk__in=ids)) if ids else ():
            if made := source.document(row, addresses):
                rows[made.object_id] = source.entry(made.stored)
    return [rows.get(page.pk) or page_row(page) for page in pages]


def page_row(page: Page) -> Entry:
    """Return a page of any type as a row."""
    summary = page.search_description
    return Entry(title=page.title, url=page.get_url() or "", summary=summary, key=page.pk)


def site_list() -> ListSpec:
    """Return the list of everything that can be found."""
    kind = Filter("type", _kinds, _("Kind"), offered=lambda: [s.kind for s in sources.all()], field="kind")
    return ListSpec(
        path=PATH,
        kinds=tuple(source.kind for source in sources.all()),
        filters=(kind, THEME, REGION, COUNTRY),
        search_label=_("Search the whole site"),
        counted=_counted,
        from_database=_from_database,
        restricted=_restricted,
        as_entry=page_row,
    )
