"""Reading challenges: the list, and the page of one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import View
from django.views.decorators.http import require_safe

from cities.challenges.pages import detail_context, list_context
from cities.models import Challenge
from network.search.partials import render_list


@require_safe
def challenge_list(request: HttpRequest) -> HttpResponse:
    """Return the list that the address asks for."""
    return render_list(request, "cities/challenges/list.html", list_context(request))


class ChallengeDetailView(View):
    """The page of one challenge: before its publication, the preview of those who work on it."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Return the page."""
        challenge = get_object_or_404(readable(request), slug=slug)
        return render(request, "cities/challenges/detail.html", detail_context(request, challenge))


def readable(request: HttpRequest) -> Any:
    """Return the challenges that the sender of ``request`` may read."""
    return Challenge.objects.visible_to(request).for_listing()
