"""What the pages of a discussion show, gathered before a template is rendered."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from network.core.access import can
from network.core.light_markup import to_html
from network.core.pagination import paginate
from working_groups.discussion.forms import PostForm
from working_groups.discussion.permissions import writes_in_group
from working_groups.groups.pages import frame
from working_groups.models import Post, PostReport, Thread, WorkingGroup

THREADS_ON_A_PAGE, POSTS_ON_A_PAGE = 20, 30
ON_THE_FIRST_PAGE = 3


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post as this reader sees it: what it says, and what she can do with it."""

    post: Post
    html: str
    is_read: bool  # whether she may read what it says
    was_changed: bool
    may: dict[str, bool]


MAY = {"change": "change", "take_back": "take back", "moderate": "moderate", "report": "report"}


def list_context(request: Any, group: WorkingGroup, last_visit: Any) -> dict[str, Any]:
    """Return what the list of threads shows."""
    page = paginate(group.threads.select_related("opened_by"), request, THREADS_ON_A_PAGE)
    return frame(request, group, "discussion", gettext("Discussion")) | {
        "page_obj": page,
        "threads": rows_of(page, last_visit),
        "may_write": writes_in_group(request.user, group),
    }


def rows_of(threads: Any, last_visit: Any) -> list[dict[str, Any]]:
    """Return threads, each with whether something in it is new to somebody who was there at ``last_visit``."""
    return [
        {"thread": thread, "is_new": bool(last_visit and thread.last_post_at > last_visit)}
        for thread in threads
    ]


def newest(group: WorkingGroup, last_visit: Any) -> list[dict[str, Any]]:
    """Return the threads in which something was said last, for the first page of the group."""
    threads = group.threads.select_related("opened_by").order_by("-last_post_at", "-pk")
    return rows_of(threads[:ON_THE_FIRST_PAGE], last_visit)


def thread_context(request: Any, thread: Thread, form: PostForm | None = None) -> dict[str, Any]:
    """Return what the page of a thread shows, with a post that was refused."""
    writes = can(request, "write", thread)
    page = paginate(posts_of(thread), request, POSTS_ON_A_PAGE)
    follow = thread.follows.filter(person=request.user).first()
    return frame(request, thread.group, "discussion", thread.title) | {
        "thread": thread,
        "page_obj": page,
        "posts": [post_row(request, post, thread) for post in page],
        "form": (form or PostForm()) if writes else None,
        "may_moderate": can(request, "moderate", thread),
        "may_follow": can(request, "follow", thread),
        "follows": bool(follow and follow.follows),
        "reports": open_reports(request, thread),
    }


def posts_of(thread: Thread) -> Any:
    """Return the posts of a thread in their order, each with its author and how often it was changed."""
    return thread.posts.select_related("author").annotate(changes=Count("versions")).order_by("posted_at", "pk")


def post_row(request: Any, post: Post, thread: Thread) -> PostRow:
    """Return a post as the reader sees it."""
    post.thread = thread
    is_read = can(request, "view", post) and not post.is_taken_back
    return PostRow(
        post=post,
        html=mark_safe(to_html(post.text)) if is_read else "",  # noqa: S308 (cleaned there)
        is_read=is_read,
        was_changed=is_read and getattr(post, "changes", 0) > 0,
        may={name: can(request, rule, post) for name, rule in MAY.items()},
    )


def open_reports(request: Any, thread: Thread) -> list[Any]:
    """Return what was reported in the thread and waits for this reader to settle it."""
    if not can(request, "moderate", thread):
        return []
    rows = PostReport.objects.visible_to(request).open()
    found = list(
        rows.filter(post__thread=thread).select_related("post__thread__group", "post__author", "reporter")
    )
    return [report for report in found if can(request, "settle", report)]


def place_of(post: Post) -> str:
    """Return the address at which a post stands: its page of the thread, and its place there."""
    before = Post.objects.before(post).count()
    page = before // POSTS_ON_A_PAGE + 1
    query = f"?page={page}" if page > 1 else ""
    path = reverse("working_groups:thread-detail", args=[post.thread.group.slug, post.thread_id])
    return f"{path}{query}#post-{post.pk}"
