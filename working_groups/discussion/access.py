"""How views find the thread and the post that an address names."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from network.core.access import can
from working_groups.access import OnGroup
from working_groups.models import Post, Thread


class OnThread(OnGroup):
    """For a view about one thread of the group; without the right to ``rule`` it does not exist."""

    action = "enter"
    rule = "view"
    thread: Thread

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep which thread or post the address names."""
        self.key = kwargs["pk"]
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self, request: HttpRequest) -> bool:
        """Load the thread, and return whether the reader may do this with it."""
        if not super().is_allowed(request):
            return False
        self.thread = get_object_or_404(self.group.threads, pk=self.key)
        self.thread.group = self.group
        return can(request, self.rule, self.thread)


class OnPost(OnThread):
    """For a view about one post."""

    post_shown: Post

    def is_allowed(self, request: HttpRequest) -> bool:
        """Load the post with its thread, and return whether the reader may do this with it."""
        if not can(request, self.action, self.group):
            return False
        rows = Post.objects.visible_to(request).select_related("thread", "author")
        self.post_shown = get_object_or_404(rows, pk=self.key, thread__group=self.group)
        self.thread = self.post_shown.thread
        self.thread.group = self.group
        return can(request, self.rule, self.post_shown)
