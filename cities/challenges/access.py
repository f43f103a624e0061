"""How views find the challenge that an address names: what a person may not see does not exist for her."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from cities.models import Challenge
from network.core.access import can


@method_decorator(never_cache, name="dispatch")
class OnChallenge:
    """For a view about one challenge: loads it, and answers 404 where the reader may not do ``action``."""

    action = "view"
    challenge: Challenge

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, ask, go on."""
        visible = Challenge.objects.visible_to(request).for_listing()
        self.challenge = get_object_or_404(visible, slug=kwargs["slug"])
        if not self.is_allowed(request):
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def is_allowed(self, request: HttpRequest) -> bool:
        """Return whether the reader may do what the view does."""
        return can(request, self.action, self.challenge)
