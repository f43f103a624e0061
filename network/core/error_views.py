"""What a reader sees when there is no page, or none can be made."""

import sys
from email.utils import parseaddr

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

from network.core.facts import FactLink

RETRY_AFTER = 60


def page_not_found(request, exception=None) -> HttpResponse:
    """Return the one 404 page for what does not exist and for what this reader may not see."""
    return render(request, "404.html", status=404)


def permission_denied(request, exception=None) -> HttpResponse:
    """Return the page for what this reader's account may not do."""
    return render(request, "403.html", status=403)


def gone(request, *, title: str = "", successor: FactLink | None = None) -> HttpResponse:
    """Return the page for what was withdrawn, with the link to what replaced it, if anything did."""
    return render(request, "410.html", {"gone_title": title, "successor": successor}, status=410)


def unprocessable(request, *, reason: str = "") -> HttpResponse:
    """Return the page for a request that cannot be worked with; ``reason`` is a sentence for the reader."""
    return render(request, "422.html", {"reason": reason}, status=422)


def bad_request(request, exception=None) -> HttpResponse:
    """Return the page for a request that cannot even be read."""
    return without_database("400.html", 400)


def server_error(request) -> HttpResponse:
    """Return the page for a fault of ours: 503 where the database does not answer, else 500.

    Django calls this for errors in views and in middleware alike, while the exception is being handled.
    """
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = without_database("503.html", 503)
        response.headers["Retry-After"] = str(RETRY_AFTER)
        return response
    return without_database("500.html", 500)


def without_database(template: str, status: int) -> HttpResponse:
    """Return a page made of settings alone: no request, so no context processor and no query."""
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    context = {"site_name": settings.WAGTAIL_SITE_NAME, "address": address}
    return HttpResponse(get_template(template).render(context), status=status)
