"""Which site a request is for: most portals are one, and Wagtail asks the database for it each time."""

from copy import copy
from typing import Any

from wagtail.models import Site

from network.core.generation import keep


class SiteMiddleware:
    """Tell Wagtail the site of each request, from memory while nothing has changed, where there is but one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> None:
        """Leave the site where ``Site.find_for_request()`` looks first."""
        # The home page itself is shown as the database has it.
        if view.__module__.startswith("wagtail.") and request.path != "/" and (site := only_site()):
            request._wagtail_site = site


def only_site() -> Site | None:
    """Return a copy of the one site there is, with its root page; ``None`` where there are several or none."""
    known = keep("only site", _read_only_site)
    if known is None:
        return None
    site = copy(known)
    # What a request finds out about a page it keeps on it: each has its own.
    site.root_page = copy(site.root_page)
    return site


def _read_only_site() -> Site | None:
    sites = list(Site.objects.select_related("root_page")[:2])
    if len(sites) != 1 or not sites[0].is_default_site:
        return None
    sites[0].root_page = sites[0].root_page.specific
    return sites[0]
