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
        if view.__module__.startswith("wagtail.") and (site := only_site()):
            request._wagtail_site = site


def only_site() -> Site | None:
    """Return a copy of the one site there is, with its root page; ``None`` where there are several or none."""
    sites = keep("sites", lambda: list(Site.objects.select_related("root_page")))
    if len(sites) != 1 or not sites[0].is_default_site:
        return None
    site = copy(sites[0])
    # What a request finds out about a page it keeps on it: each has its own.
    site.root_page = copy(site.root_page)
    return site
