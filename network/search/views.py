"""The site search, and suggestions while typing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from network.core.breadcrumbs import Crumb
from network.core.letterhead import absolute
from network.core.structured_data import described
from network.search.documents import sources
from network.search.listing import Listing, as_suggestions
from network.search.partials import asks_for_part, render_list, vary_by_part
from network.search.queries import read_question
from network.search.results import still_open
from network.search.site import PATH, site_list
from network.search.store import open_reader
from network.search.suggestions import suggest


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Return what the whole site has about the question of the address."""
    listing = Listing(site_list(), request, title=gettext("Search")).gathered()
    return render_list(
        request,
        "search/search.html",
        {
            "listing": listing,
            "breadcrumbs": [Crumb(gettext("Home"), "/"), Crumb(gettext("Search"))],
            "meta_title": gettext("Search"),
            "canonical_url": absolute(PATH),
            "is_unlisted": listing.is_narrowed,
            "json_ld": described("SearchResultsPage", gettext("Search"), PATH),
        },
    )


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Return titles that begin with ``?q=``: a few lines for a script, a page of its own without one.

    ``?type=`` narrows them to a kind, such as ``practice``.
    """
    question = read_question(request.GET.get("q", ""))
    known = [source.kind for source in sources.all()]
    kinds = tuple(kind for kind in request.GET.getlist("type") if kind in known) or tuple(known)
    reader = open_reader()
    hits = suggest(question.text, kinds, reader) if reader and question else []
    context = {
        "suggestions": as_suggestions(still_open(hits, request)),
        "query": question.text,
        "breadcrumbs": [
            Crumb(gettext("Home"), "/"),
            Crumb(gettext("Search"), PATH),
            Crumb(gettext("Suggestions")),
        ],
    }
    template = "search/_suggestions.html" if asks_for_part(request) else "search/suggestions.html"
    return vary_by_part(render(request, template, context))
