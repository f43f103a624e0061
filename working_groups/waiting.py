"""What waits for a person in her groups."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from network.core.waiting import Waiting
from working_groups.enums import MembershipState
from working_groups.members.invitations import verified_addresses
from working_groups.members.notices import link_of
from working_groups.models import GroupInvitation, GroupMembership, WorkingGroup
from working_groups.standing import groups_of

URGENT, SOON = 40, 30


def gather(person: Any, now: datetime) -> Iterator[Waiting]:
    """Yield who asks to join the groups that ``person`` runs, and to which groups she is invited."""
    if not person.is_authenticated:
        return
    yield from _requests(person)
    yield from _invitations(person, now)


def _requests(person: Any) -> Iterator[Waiting]:
    hers = groups_of(person).facilitated
    if not hers:
        return
    rows = GroupMembership.objects.filter(state=MembershipState.REQUESTED, group__in=hers).order_by()
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
