"""Which pages the sender of a request may open (Wagtail's view restrictions, asked once a request)."""

from typing import Any

from django.db.models import prefetch_related_objects
from wagtail.models import Page, PageViewRestriction


def restrictions(request: Any) -> list[PageViewRestriction]:
    """Return every view restriction with its page and groups, read once a request."""
    if not hasattr(request, "_view_restrictions"):
        found = list(PageViewRestriction.objects.select_related("page"))
        for_groups = [one for one in found if one.restriction_type == PageViewRestriction.GROUPS]
        prefetch_related_objects(for_groups, "groups")
        request._view_restrictions = found
    return request._view_restrictions


def restricted_pages(request: Any) -> list[Page]:
    """Return the pages whose restriction this request does not pass; their descendants are restricted too.

    ``request`` may be ``None``: then nobody in particular asks, as in feeds and the sitemap, and every
    restricted page is returned. The answer is kept on the request.
    """
    if request is None:
        return [r.page for r in PageViewRestriction.objects.select_related("page")]
    if not hasattr(request, "_restricted_pages"):
        found = restrictions(request)
        if found and request.user.is_authenticated:
            prefetch_related_objects([request.user], "groups")  # asked once, not once a restriction
        request._restricted_pages = [r.page for r in found if not r.accept_request(request)]
    return request._restricted_pages


def opened_pages(request: Any) -> list[Page]:
    """Return the restricted pages that this request may open: the roots of what it may see besides."""
    if request is None:
        return []
    closed = tuple(page.path for page in restricted_pages(request))
    pages = [restriction.page for restriction in restrictions(request)]
    return [page for page in pages if not (closed and page.path.startswith(closed))]


def is_visible(page: Page, request: Any) -> bool:
    """Return whether ``page`` is live and open to the sender of ``request``.

    It needs no query of its own, but for an alias, which is as closed as its source.
    """
    paths = [page.path, page.alias_of.path] if page.alias_of_id else [page.path]
    return page.live and not any(
        path.startswith(restricted.path) for restricted in restricted_pages(request) for path in paths
    )
