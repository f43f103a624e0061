"""What is said in a working group: threads and posts, what they said before, and what was reported of them."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from working_groups.discussion.querysets import PostQuerySet, ReportQuerySet, ThreadQuerySet
from working_groups.models.group import WorkingGroup

LONGEST_POST = 10_000


class Thread(models.Model):
    """A subject that a group talks about. ``number_of_posts`` and ``last_post_at`` are kept under its lock."""

    group = models.ForeignKey(
        WorkingGroup, models.CASCADE, related_name="threads", verbose_name=_("working group")
    )
    title = models.CharField(_("title"), max_length=160)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened"))
    last_post_at = models.DateTimeField(_("last post"))
    number_of_posts = models.PositiveIntegerField(_("posts"), default=0)
    is_pinned = models.BooleanField(_("stands first"), default=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        ordering = ["-is_pinned", "-last_post_at", "-pk"]
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        indexes = [models.Index(fields=["group", "-is_pinned", "-last_post_at"], name="threads_of_a_group")]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="thread_has_a_title")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("working_groups:thread-detail", args=[self.group.slug, self.pk])

    @property
    def is_closed(self) -> bool:
        """Whether nothing is added to it any more."""
        return self.closed_at is not None


class Post(models.Model):
    """What somebody says in a thread.

    Its author changes it, and takes it back: then its text is gone and its place stays. A facilitator hides it:
    then its text stays, for its author and facilitators. ``version`` counts the author's changes.
    """

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="posts", verbose_name=_("thread"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="group_posts",
        verbose_name=_("author"),
    )
    text = models.TextField(_("text"), max_length=LONGEST_POST, blank=True)
    posted_at = models.DateTimeField(_("posted"))
    edited_at = models.DateTimeField(_("changed"), null=True, blank=True)
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    hidden_reason = models.CharField(_("why it is hidden"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["posted_at", "pk"]
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        indexes = [models.Index(fields=["thread", "posted_at", "id"], name="posts_of_a_thread")]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True) & ~Q(text="") | Q(taken_back_at__isnull=False, text=""),
                name="post_has_a_text_or_was_taken_back",
            ),
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=False) | Q(hidden_reason=""),
                name="only_what_is_hidden_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        return reverse("working_groups:post-detail", args=[self.thread.group.slug, self.pk])

    @property
    def is_taken_back(self) -> bool:
        """Whether its author has taken it back."""
        return self.taken_back_at is not None

    @property
    def is_hidden(self) -> bool:
        """Whether a facilitator has hidden it."""
        return self.hidden_at is not None

    @property
    def group(self) -> Any:
        """The group in which it was said."""
        return self.thread.group


class PostVersion(models.Model):
    """What a post said before it was changed; those who read the post read it too."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="versions", verbose_name=_("post"))
    text = models.TextField(_("text"), max_length=LONGEST_POST)
    replaced_at = models.DateTimeField(_("until"))

    class Meta:
        ordering = ["-replaced_at", "-pk"]
        verbose_name = _("earlier text of a post")
        verbose_name_plural = _("earlier texts of posts")

    def __str__(self) -> str:
        return f"{self.post_id}: {self.text[:40]}"


class PostReport(models.Model):
    """Somebody's word that a post should not stand as it does; facilitators settle it."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="reports", verbose_name=_("post"))
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="post_reports",
        verbose_name=_("reported by"),
    )
    reason = models.CharField(_("what is wrong with it"), max_length=500)
    reported_at = models.DateTimeField(_("reported"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["reported_at", "pk"]
        verbose_name = _("report of a post")
        verbose_name_plural = _("reports of posts")
        constraints = [
            models.UniqueConstraint(
                fields=["post", "reporter"],
                condition=Q(settled_at__isnull=True),
                name="one_open_report_of_a_person",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="report_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.reason[:40]}"

    @property
    def group(self) -> Any:
        """The group in which the post stands."""
        return self.post.thread.group


class ThreadFollow(models.Model):
    """Whether somebody is mailed of what is new in a thread: by writing in it, unless she has said no."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="follows", verbose_name=_("thread"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="thread_follows",
        verbose_name=_("person"),
    )
    follows = models.BooleanField(_("follows it"), default=True)

    class Meta:
        verbose_name = _("thread that somebody follows")
        verbose_name_plural = _("threads that somebody follows")
        constraints = [models.UniqueConstraint(fields=["thread", "person"], name="one_follow_of_a_person")]

    def __str__(self) -> str:
        return f"{self.thread_id}: {self.person_id} ({self.follows})"


class Mention(models.Model):
    """Somebody who is named in a post; she is told once, however often it is changed."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="mentions", verbose_name=_("post"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentions", verbose_name=_("person")
    )

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="one_mention_in_a_post")]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.person_id}"
