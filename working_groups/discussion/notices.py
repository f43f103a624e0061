"""The mails about what is said in a group."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from network.accounts.models import User
from network.core.access import can
from network.core.letterhead import absolute
from network.core.light_markup import to_html
from network.mail.kinds import MailKind, Message, Recipient, kinds, whole
from network.mail.lists import MailList, lists
from network.mail.messages import render_message
from network.mail.models import Delivery
from network.mail.services import send_notice, send_notices
from working_groups.models import Post, PostReport
from working_groups.permissions import is_inside

POSTED, MENTIONED, HIDDEN, REPORTED = "post_followed", "post_mentioned", "post_hidden", "post_reported"
LIST = "discussion"
FOLDER = "working_groups/discussion/email"


def tell_mentioned(post: Post, people: Iterable[Any], *, now: datetime) -> None:
    """Mail those who are named in a post."""
    send_notices(kind=MENTIONED, event=f"post:{post.pk}", recipients=people, data={"post": post.pk}, now=now)


def tell_followers(post: Post, *, but: set[int], now: datetime) -> None:
    """Mail those who follow the thread, without those whose keys are ``but``."""
    following = User.objects.filter(thread_follows__thread=post.thread, thread_follows__follows=True)
    people = following.filter(is_active=True).exclude(pk__in=but).order_by("pk")
    send_notices(kind=POSTED, event=f"post:{post.pk}", recipients=people, data={"post": post.pk}, now=now)


def tell_hidden(post: Post, *, now: datetime) -> None:
    """Mail the author that her post is hidden, and why."""
    if post.author:
        event = f"post:{post.pk}:{now.isoformat()}"
        send_notice(kind=HIDDEN, event=event, recipient=post.author, data={"post": post.pk}, now=now)


def tell_reported(report: PostReport, *, now: datetime) -> None:
    """Mail the facilitators that a post was reported, but not its author."""
    rows = report.post.thread.group.memberships.facilitating().exclude(person=report.post.author_id)
    people = [row.person for row in rows.select_related("person")]
    data = {"post": report.post_id, "report": report.pk}
    send_notices(kind=REPORTED, event=f"report:{report.pk}", recipients=people, data=data, now=now)


def _post(delivery: Delivery) -> Post | None:
    rows = Post.objects.select_related("thread__group", "author")
    return rows.filter(pk=delivery.data["post"]).first()


def may_receive(delivery: Delivery, recipient: Recipient) -> bool:
    """Return whether the reader is still in the group and may read the post, or follows it still."""
    post, person = _post(delivery), recipient.person
    if post is None:
        return True  # nothing is rendered
    if not (is_inside(person, post.thread.group) and can(person, "view", post)):
        return False
    if delivery.kind == POSTED:
        return bool(post.thread.follows.filter(person=person, follows=True).exists())
    return True


def render(delivery: Delivery, recipient: Recipient) -> Message | None:
    """Return the mail of any of these kinds, or nothing where it is out of date."""
    post, kind = _post(delivery), delivery.kind
    if post is None or post.is_taken_back or (kind == HIDDEN) != post.is_hidden:
        return None
    report = None
    if kind == REPORTED:
        report = post.reports.open().filter(pk=delivery.data["report"]).first()
        if report is None:
            return None
    context = {
        "post": post,
        "author": post.author.name if post.author else _("somebody who has left"),
        "thread": post.thread,
        "group": post.thread.group,
        "report": report,
        "html": mark_safe(to_html(post.text)),  # noqa: S308 (cleaned there)
        "action_url": absolute(post.get_absolute_url()),
        "action_label": _("Read it in the discussion"),
    }
    return render_message(f"{FOLDER}/{kind.partition('_')[2]}", recipient, context)


def register_notices() -> None:
    """Tell the outbox how these mails read."""
    labels = {
        POSTED: _("Discussion: something new in a thread"),
        MENTIONED: _("Discussion: you are named"),
        HIDDEN: _("Discussion: your post is hidden"),
        REPORTED: _("Discussion: a post was reported"),
    }
    for name, label in labels.items():
        list_of = whole(LIST) if name in (POSTED, MENTIONED) else None
        kinds.register(MailKind(name, label, render, may_receive, list_of=list_of))
    lists.register(
        MailList(
            LIST,
            _("Answers in threads that you follow, and where you are named"),
            _("Each by a mail of its own. New threads stand in the digest."),
            order=20,
        )
    )
