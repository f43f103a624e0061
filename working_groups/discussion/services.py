"""Writing in a group's discussion. Whoever writes locks the group, then the thread: its numbers stay true."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from network.core.merging import Stale
from working_groups.digests.changes import tell_at_once
from working_groups.discussion import notices
from working_groups.discussion.mentions import named_in
from working_groups.locks import locked_group
from working_groups.models import (
    Mention,
    Post,
    PostReport,
    PostVersion,
    Thread,
    ThreadFollow,
    WorkingGroup,
)


class ClosedThread(Exception):
    """Nothing is added to the thread any more."""


class StalePost(Stale):
    """The author has changed the post in another window."""


class PostGone(Exception):
    """The post was taken back or hidden meanwhile."""


def locked_thread(thread: Thread) -> Thread:
    """Return the thread as it is now, its group locked before it. Raises ``ArchivedGroup``."""
    group = locked_group(thread.group)
    current = Thread.objects.select_for_update().get(pk=thread.pk)
    current.group = group
    return current


def locked_post(post: Post) -> Post:
    """Return the post as it is now, its group and thread locked before it. Raises ``ArchivedGroup``."""
    thread = locked_thread(post.thread)
    current = Post.objects.select_for_update().get(pk=post.pk)
    current.thread = thread
    return current


@transaction.atomic
def open_thread(
    *, group: WorkingGroup, title: str, text: str, author: Any, form_token: uuid.UUID, now: datetime
) -> Thread:
    """Open a thread with its first post, and return it; the same form again returns the same.

    Raises ``ArchivedGroup``.
    """
    current = locked_group(group)
    if already := Thread.objects.filter(form_token=form_token, group=current).first():
        return already
    thread = Thread.objects.create(
        group=current,
        title=title,
        opened_by=author,
        opened_at=now,
        last_post_at=now,
        form_token=form_token,
    )
    _add(thread, text=text, author=author, form_token=uuid.uuid4(), now=now)
    tell_at_once(current.pk, now=now)
    return thread


@transaction.atomic
def add_post(*, thread: Thread, text: str, author: Any, form_token: uuid.UUID, now: datetime) -> Post:
    """Write into a thread, and return the post; the same form again returns the same.

    Raises ``ClosedThread`` and ``ArchivedGroup``.
    """
    current = locked_thread(thread)
    if already := Post.objects.filter(form_token=form_token, thread=current).first():
        return already
    if current.is_closed:
        raise ClosedThread
    return _add(current, text=text, author=author, form_token=form_token, now=now)


def _add(thread: Thread, *, text: str, author: Any, form_token: uuid.UUID, now: datetime) -> Post:
    post = Post.objects.create(thread=thread, author=author, text=text, posted_at=now, form_token=form_token)
    thread.number_of_posts += 1
    thread.last_post_at = max(thread.last_post_at, now)
    thread.save(update_fields=["number_of_posts", "last_post_at"])
    ThreadFollow.objects.get_or_create(thread=thread, person=author)
    named = _mention(post)
    notices.tell_mentioned(post, named, now=now)
    notices.tell_followers(post, but={author.pk, *(person.pk for person in named)}, now=now)
    return post


def _mention(post: Post) -> list[Any]:
    """Keep who is named in the post, and return those who were not before."""
    rows = post.thread.group.memberships.active().select_related("person")
    people = [row.person for row in rows] if "@" in post.text else []
    named = [person for person in named_in(post.text, people) if person.pk != post.author_id]
    known = set(post.mentions.values_list("person", flat=True))
    new = [person for person in named if person.pk not in known]
    Mention.objects.bulk_create(Mention(post=post, person=person) for person in new)
    return new


@transaction.atomic
def change_post(*, post: Post, text: str, version: int, now: datetime) -> Post:
    """Have a post say something else, and return it; what it said before is kept beside it.

    Whoever is named now and was not before is told. Raises ``StalePost``, ``PostGone``, ``ClosedThread`` and
    ``ArchivedGroup``.
    """
    current = locked_post(post)
    if current.thread.is_closed:
        raise ClosedThread
    if current.is_taken_back or current.is_hidden:
        raise PostGone
    if current.version != version:
        raise StalePost(current)
    if current.text == text:
        return current
    PostVersion.objects.create(post=current, text=current.text, replaced_at=now)
    current.text, current.edited_at, current.version = text, now, version + 1
    current.save()
    notices.tell_mentioned(current, _mention(current), now=now)
    return current


@transaction.atomic
def take_back_post(*, post: Post, now: datetime) -> Post:
    """Take a post back: its text goes, and what it said before too; its place in the thread stays."""
    current = locked_post(post)
    if current.is_taken_back:
        return current
    current.versions.all().delete()
    current.mentions.all().delete()
    current.text, current.taken_back_at, current.version = "", now, current.version + 1
    current.save()
    PostReport.objects.open().filter(post=current).update(settled_at=now)
    return current


@transaction.atomic
def follow_thread(*, thread: Thread, person: Any, follows: bool) -> None:
    """Say whether somebody is mailed of what is new in a thread."""
    ThreadFollow.objects.update_or_create(thread=thread, person=person, defaults={"follows": follows})
