"""What waits for a person in her groups."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from network.core.waiting import Waiting
from working_groups.members.invitations import verified_addresses
from working_groups.members.notices import link_of
from working_groups.models import ActionItem, GroupInvitation, GroupMembership, Meeting, WorkingGroup
from working_groups.querysets import MeetingQuerySet
from working_groups.standing import groups_of

URGENT, SOON, LATER = 40, 30, 20
SHOWN = 5  # of each kind


def gather(person: Any, now: datetime) -> Iterator[Waiting]:
    """Yield who asks to join the groups that ``person`` runs, and to which groups she is invited."""
    if not person.is_authenticated:
        return
    yield from _requests(person)
    yield from _invitations(person, now)
    yield from _replies(person, now)
    yield from _actions(person)


def _requests(person: Any) -> Iterator[Waiting]:
    hers = groups_of(person).facilitated
    if not hers:
        return
    rows = GroupMembership.objects.requested().filter(group__in=hers).order_by()
    asked = dict(rows.values_list("group").annotate(number=Count("pk")))
    for group in WorkingGroup.objects.filter(pk__in=asked).order_by("name", "pk"):
        number = asked[group.pk]
        words = ngettext("One person asks to join %(name)s", "%(number)s people ask to join %(name)s", number)
        url = reverse("working_groups:member-list", args=[group.slug])
        yield Waiting(words % {"number": number, "name": group.name}, url, weight=URGENT)


def _invitations(person: Any, now: datetime) -> Iterator[Waiting]:
    rows = GroupInvitation.objects.usable(now).filter(address__in=verified_addresses(person))
    for invitation in rows.select_related("group").order_by("sent_at", "pk"):
        link = link_of(invitation)
        if link:
            words = gettext("You are invited to %(group)s") % {"group": invitation.group.name}
            yield Waiting(words, link, text=invitation.message, due_at=invitation.expires_at, weight=SOON)


def _replies(person: Any, now: datetime) -> Iterator[Waiting]:
    """Yield the meetings of her groups and exchanges that she has not answered yet."""
    hers = Meeting.objects.filter(MeetingQuerySet.own(person)).not_cancelled()
    rows = hers.exclude(pk__in=person.rsvps.values("meeting")).ahead(now).for_listing()
    asked: set[int | None] = set()
    for meeting in rows[: SHOWN * SHOWN]:
        if meeting.series_id and meeting.series_id in asked:
            continue  # of a series, one at a time
        if len(asked) == SHOWN:
            break
        asked.add(meeting.series_id or -meeting.pk)
        words = gettext("Say whether you come: %(title)s") % {"title": meeting.title}
        yield Waiting(
            words, meeting.get_absolute_url(), text=meeting.held_by, due_at=meeting.starts_at, weight=LATER
        )


def _actions(person: Any) -> Iterator[Waiting]:
    """Yield what she has taken on in her groups."""
    rows = ActionItem.objects.visible_to(person).filter(owner=person, done_at__isnull=True)
    for action in rows.select_related("group")[:SHOWN]:
        url = reverse("working_groups:group-meetings", args=[action.group.slug])
        text = action.group.name
        if action.due_on:
            text = gettext("%(group)s, by %(day)s") % {
                "group": action.group.name,
                "day": date_format(action.due_on, "j F Y"),
            }
        yield Waiting(action.text, url, text=text, weight=SOON)
