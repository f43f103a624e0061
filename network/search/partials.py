"""A list's page and the part of it that a script swaps stand at the same address."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

PARTIAL = "search/_partial.html"


def asks_for_part(request: HttpRequest) -> bool:
    """Return whether a script asks for the results alone; the browser's own history wants the whole page."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"


def vary_by_part(response: HttpResponse) -> HttpResponse:
    """Tell caches that the answer differs by who asks."""
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response


def render_list(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Return the page, or the part of it that a script asks for."""
    return vary_by_part(render(request, PARTIAL if asks_for_part(request) else template, context))
