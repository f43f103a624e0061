"""Reads of discussions, as chainable methods."""

from typing import Any

from django.db import models
from django.db.models import Q

from network.core.access import person_of
from working_groups.standing import administers_groups, groups_of


class ThreadQuerySet(models.QuerySet):
    """Threads."""

    def visible_to(self, viewer: Any) -> "ThreadQuerySet":
        """Return those of the groups that ``viewer`` may enter."""
        person = person_of(viewer)
        if administers_groups(person):
            return self
        return self.filter(group__in=groups_of(person).member)


class PostQuerySet(models.QuerySet):
    """Posts."""

    def visible_to(self, viewer: Any) -> "PostQuerySet":
        """Return those that ``viewer`` may read: of hidden ones, her own and those of groups that she runs."""
        person = person_of(viewer)
        if administers_groups(person):
            return self
        hers = groups_of(person)
        shown = Q(hidden_at__isnull=True) | Q(thread__group__in=hers.facilitated)
        if person.is_authenticated:
            shown |= Q(author=person)
        return self.filter(shown, thread__group__in=hers.member)

    def before(self, post: Any) -> "PostQuerySet":
        """Return the posts of its thread that stand before ``post``."""
        earlier = Q(posted_at__lt=post.posted_at) | Q(posted_at=post.posted_at, pk__lt=post.pk)
        return self.filter(earlier, thread=post.thread_id)


class ReportQuerySet(models.QuerySet):
    """Reports of posts."""

    def open(self) -> "ReportQuerySet":
        """Return those that nobody has settled."""
        return self.filter(settled_at__isnull=True)

    def visible_to(self, viewer: Any) -> "ReportQuerySet":
        """Return her own, and those in groups that she runs, but about nothing that she has written herself."""
        person = person_of(viewer)
        if not person.is_authenticated:
            return self.none()
        if administers_groups(person):
            return self.exclude(post__author=person)
        runs = Q(post__thread__group__in=groups_of(person).facilitated) & ~Q(post__author=person)
        inside = Q(reporter=person, post__thread__group__in=groups_of(person).member)
        return self.filter(inside | runs)
