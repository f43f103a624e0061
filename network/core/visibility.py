"""Which pages the sender of a request may open (Wagtail's view restrictions, asked once a request)."""

from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import prefetch_related_objects
from wagtail.models import Page, PageViewRestriction

from network.core.prepared import PreparedRows


def restrictions(request: Any) -> list[PageViewRestriction]:
    """Return every view restriction with its page and groups, read once a request.

    ``closed_pages`` of each are the roots of the trees that it closes: its page, the aliases of what lies below
    it, and theirs. An alias is as closed as its source, and so is a page below an alias.
    """
    if not hasattr(request, "_view_restrictions"):
        request._view_restrictions = _read_restrictions()
    return request._view_restrictions


def restricted_pages(request: Any) -> list[Page]:
    """Return the pages that this request may not open; their descendants are closed to it too.

    ``request`` may be ``None``: then nobody in particular asks, as in feeds and the sitemap, and every
    restricted page is returned. The answer is kept on the request.
    """
    if request is None:
        return [page for found in _read_restrictions() for page in found.closed_pages]
    if not hasattr(request, "_restricted_pages"):
        found = restrictions(request)
        if found and request.user.is_authenticated:
            prefetch_related_objects([request.user], "groups")  # asked once, not once a restriction
        closed = [one for one in found if not one.accept_request(request)]
        request._restricted_pages = [page for one in closed for page in one.closed_pages]
    return request._restricted_pages


def opened_pages(request: Any) -> list[Page]:
    """Return the restricted pages that this request may open: the roots of what it may see besides."""
    if request is None:
        return []
    closed = tuple(page.path for page in restricted_pages(request))
    pages = [page for restriction in restrictions(request) for page in restriction.closed_pages]
    return [page for page in pages if not (closed and page.path.startswith(closed))]


RESTRICTIONS = PreparedRows(
    lambda _keys: PageViewRestriction.objects.values_list(
        "pk", "restriction_type", "password", "page", "page__path", "page__depth"
    )
)
OF_RESTRICTION, OF_PAGE = ["id", "restriction_type", "password", "page_id"], ["id", "path", "depth"]


def _restriction(values: Sequence) -> PageViewRestriction:
    """Return a restriction with its page; what was not read of them is read when it is asked for."""
    *own, page_id, path, depth = values
    restriction = PageViewRestriction.from_db(DEFAULT_DB_ALIAS, OF_RESTRICTION, [*own, page_id])
    restriction.page = Page.from_db(DEFAULT_DB_ALIAS, OF_PAGE, [page_id, path, depth])
    return restriction


def _read_restrictions() -> list[Any]:
    """Return every view restriction with its groups and with the trees that it closes.

    Every request asks this, and of a page it needs no more than where it lies.
    """
    found: list[Any] = [_restriction(values) for values in RESTRICTIONS.rows()]
    for_groups = [one for one in found if one.restriction_type == PageViewRestriction.GROUPS]
    prefetch_related_objects(for_groups, "groups")
    aliases = list(Page.objects.filter(alias_of__isnull=False).select_related("alias_of")) if found else []
    for one in found:
        one.closed_pages = [one.page]
        for page in one.closed_pages:  # grows
            one.closed_pages += [
                alias
                for alias in aliases
                if alias.alias_of.path.startswith(page.path) and alias not in one.closed_pages
            ]
    return found


def is_visible(page: Page, request: Any) -> bool:
    """Return whether ``page`` is live and open to the sender of ``request``; it needs no query of its own."""
    return page.live and not any(page.path.startswith(closed.path) for closed in restricted_pages(request))
