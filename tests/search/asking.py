"""Asks lists as a reader does, without a template."""

from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test import RequestFactory

from cities.directory import DIRECTORY, CityListing
from network.search.listing import Listing, ListSpec
from network.search.site import site_list


def begin(spec: ListSpec | None = None, user=None, **params) -> Listing:
    """Return the list (the whole site's without ``spec``) for the parameters; a list is a repeated one."""
    query = QueryDict(mutable=True)
    for name, value in params.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    request = RequestFactory().get(f"/?{query.urlencode()}")
    request.user = user or AnonymousUser()
    return CityListing(request) if spec is DIRECTORY else Listing(spec or site_list(), request)


def ask(spec: ListSpec | None = None, user=None, **params) -> Listing:
    """Return the list with all that its page shows."""
    return begin(spec, user, **params).gathered()


def count(spec: ListSpec | None = None, **params) -> int:
    """Return the number of results alone."""
    return begin(spec, **params).count


def titles(listing: Listing) -> list[str]:
    """Return the titles of the first page."""
    return [entry.title for entry in listing.entries]
