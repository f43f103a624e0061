"""Wagtail pages as sources of the index."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from network.core.prepared import PreparedRows
from network.core.visibility import restrictions
from network.search.documents import Source

LIVE_PATHS = PreparedRows(
    lambda ids: Page.objects.filter(pk__in=ids, live=True).order_by().values_list("pk", "path")
)


class PageSource(Source):
    """A type of page: what is live and behind no restriction, neither its own nor one above it."""

    prefix = "page"
    related: Mapping[str, tuple[str, ...]] = {}

    def public(self) -> QuerySet:
        """Return the pages that an anonymous reader may open."""
        return self.model.objects.visible_to(None)

    def open_ids(self, ids: list[int], request: Any) -> set[int]:
        """Return which pages are live and unrestricted now; the restrictions are read once a request."""
        closed = tuple(page.path for one in restrictions(request) for page in one.closed_pages)
        return {pk for pk, path in LIVE_PATHS.rows(ids) if not path.startswith(closed)}
