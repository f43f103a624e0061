"""Subscribing to meetings: secret addresses that die when they are revoked, or when their owner leaves."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse

from cities.permissions import is_member
from network.core import tokens
from network.core.tokens import hash_of
from working_groups.enums import Answer, Audience
from working_groups.models import CalendarFeed, Meeting, WorkingGroup
from working_groups.querysets import MeetingQuerySet
from working_groups.standing import groups_of

# What is past drops out of a subscription after this time.
KEPT = timedelta(days=60)


def token_of(seed: uuid.UUID) -> str:
    """Return the token of a subscription's seed."""
    return tokens.token_of(seed, purpose="working_groups.meetings.subscriptions")


def path_of(feed: CalendarFeed) -> str:
    """Return the secret address of a subscription, or nothing where the portal's secret was changed since."""
    token = token_of(feed.seed)
    return reverse("working_groups:calendar-feed", args=[token]) if hash_of(token) == feed.token_hash else ""


@transaction.atomic
def subscribe(*, person: Any, group: WorkingGroup | None = None, now: datetime) -> CalendarFeed:
    """Return the subscription of ``person`` to one group or to all that is hers, made where there is none."""
    known = CalendarFeed.objects.filter(person=person, group=group)
    if already := known.first():
        return already
    seed = uuid.uuid4()
    try:
        with transaction.atomic():
            return CalendarFeed.objects.create(
                person=person, group=group, seed=seed, token_hash=hash_of(token_of(seed)), created_at=now
            )
    except IntegrityError:  # at the same moment
        return known.get()


@transaction.atomic
def revoke(*, feed: CalendarFeed) -> None:
    """Kill the address."""
    CalendarFeed.objects.filter(pk=feed.pk).delete()


def find_feed(token: str) -> CalendarFeed | None:
    """Return the subscription that a token opens, while its owner is in use and in the group."""
    rows = CalendarFeed.objects.select_related("person", "group").filter(token_hash=hash_of(token))
    feed = rows.filter(person__is_active=True).first()
    if feed and feed.group_id and feed.group_id not in groups_of(feed.person).member:
        return None
    return feed


def meetings_of(feed: CalendarFeed, *, now: datetime) -> list[Meeting]:
    """Return what a subscription shows: with a series, all that is left of it.

    To a person's own belong the meetings of her groups and exchanges, and others that she has not declined.
    """
    recent = Meeting.objects.filter(ends_at__gt=now - KEPT).select_related("group", "series", "exchange")
    if feed.group_id:
        return list(recent.filter(group=feed.group_id).order_by("starts_at", "pk"))
    person = feed.person
    hers = MeetingQuerySet.own(person)
    if is_member(person):
        hers |= Q(
            group__isnull=True, exchange__isnull=True, audience__in=[Audience.NETWORK, Audience.EVERYBODY]
        )
    answered = Q(rsvps__person=person, rsvps__answer__in=[Answer.YES, Answer.MAYBE])
    declined = Q(pk__in=person.rsvps.filter(answer=Answer.NO).values("meeting"))
    visible = recent.listed_for(person).filter(hers | answered).exclude(declined)
    return list(visible.distinct().order_by("starts_at", "pk"))
