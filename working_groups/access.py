"""How views find the group that an address names: what a person may not see does not exist for her."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from network.core.access import can
from network.core.break_glass import NotesOpening
from working_groups.models import WorkingGroup
from working_groups.permissions import looks_in


@method_decorator(never_cache, name="dispatch")
class OnGroup(NotesOpening):
    """For a view about one group: loads it, and answers 404 where the reader may not do ``action``.

    An administrator who is not in the group may look into it in need; that leaves a trace.
    """

    action = "view"
    group: WorkingGroup
    now: datetime

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, ask, go on."""
        self.now = timezone.now()
        visible = WorkingGroup.objects.visible_to(request).for_listing()
        self.group = get_object_or_404(visible, slug=kwargs["slug"])
        if not self.is_allowed(request):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self, request: HttpRequest) -> bool:
        """Return whether the reader may do what the view does."""
        return can(request, self.action, self.group)

    def leaves_trace(self, request: HttpRequest) -> bool:
        """Return whether the reader sees, as an administrator only, what is inside."""
        shows_inside = self.action != "view" or self.group.is_private
        return shows_inside and looks_in(request.user, self.group)

    def opened_record(self) -> WorkingGroup:
        """Return the group."""
        return self.group
