"""Inviting to a group, sending again, revoking, accepting, declining."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from cities.joining.invitations.tokens import token_of
from cities.models import Affiliation
from network.core.audit import record
from network.core.tokens import hash_of
from working_groups.enums import GroupRole, InvitationState
from working_groups.locks import locked_group
from working_groups.members.notices import send_invitation
from working_groups.members.services import seat_person
from working_groups.models import GroupInvitation, GroupMembership, WorkingGroup

VALID = timedelta(days=30)


class InvitationClosed(Exception):
    """It was answered or revoked, it has expired, or the group is archived."""


class WrongAddress(Exception):
    """It is for another address than those that the person has verified."""


def find_invitation(token: str) -> GroupInvitation | None:
    """Return the invitation that a link's token opens."""
    rows = GroupInvitation.objects.select_related("group", "invited_by")
    return rows.filter(token_hash=hash_of(token)).first()


def verified_addresses(person: Any) -> list[str]:
    """Return the addresses that ``person`` has verified, in small letters."""
    rows = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return [address.lower() for address in rows]


def is_for(invitation: GroupInvitation, person: Any) -> bool:
    """Return whether the invitation went to an address that ``person`` has verified."""
    return person.is_authenticated and invitation.address.lower() in verified_addresses(person)


def _reread(invitation: GroupInvitation) -> GroupInvitation:
    locked_group(invitation.group, at_work=False)
    rows = GroupInvitation.objects.select_for_update(of=("self",)).select_related("group", "invited_by")
    return rows.get(pk=invitation.pk)


def _note(invitation: GroupInvitation, what: str, *, actor: Any, now: datetime) -> None:
    details = {"group": invitation.group_id, "role": invitation.role}
    record(action=f"group invitation.{what}", subject=invitation, actor=actor, now=now, **details)


def _renew(invitation: GroupInvitation, *, now: datetime) -> None:
    """Give the invitation a link that no older mail has."""
    invitation.seed = uuid.uuid4()
    invitation.token_hash = hash_of(token_of(invitation.seed))
    invitation.sent_at, invitation.expires_at = now, now + VALID
    invitation.save()


@transaction.atomic
def invite_to_group(
    *,
    group: WorkingGroup,
    address: str,
    role: GroupRole = GroupRole.MEMBER,
    message: str = "",
    invited_by: Any,
    now: datetime,
) -> tuple[GroupInvitation, bool]:
    """Mail an invitation; return it and whether it is new. An address has one open invitation to a group."""
    group = locked_group(group)
    address = address.strip().lower()
    if known := group.invitations.open().filter(address=address).first():
        return known, False
    invitation = GroupInvitation(
        group=group, address=address, role=role, message=message, invited_by=invited_by
    )
    _renew(invitation, now=now)
    _note(invitation, "sent", actor=invited_by, now=now)
    send_invitation(invitation, now=now)
    return invitation, True


@transaction.atomic
def send_again(*, invitation: GroupInvitation, actor: Any, now: datetime) -> GroupInvitation:
    """Mail a new link, which is valid for another 30 days; the old one is dead."""
    locked_group(invitation.group)
    invitation = _reread(invitation)
    if not invitation.is_open:
        raise InvitationClosed
    invitation.sendings += 1
    _renew(invitation, now=now)
    _note(invitation, "sent again", actor=actor, now=now)
    send_invitation(invitation, now=now)
    return invitation


def _close(invitation: GroupInvitation, state: InvitationState, *, actor: Any, now: datetime) -> None:
    invitation.state, invitation.ended_at = state, now
    invitation.save()
    _note(invitation, state.value, actor=actor, now=now)


@transaction.atomic
def revoke_invitation(*, invitation: GroupInvitation, actor: Any, now: datetime) -> GroupInvitation:
    """Take an invitation back; its link is dead."""
    invitation = _reread(invitation)
    if not invitation.is_open:
        raise InvitationClosed
    _close(invitation, InvitationState.REVOKED, actor=actor, now=now)
    return invitation


@transaction.atomic
def accept_invitation(
    *, invitation: GroupInvitation, person: Any, affiliation: Affiliation | None = None, now: datetime
) -> GroupMembership:
    """Return what ``person`` is to the group from now on; she sits for the organisation of ``affiliation``."""
    invitation = _reread(invitation)
    if not is_for(invitation, person):
        raise WrongAddress
    if not invitation.is_usable(now):
        raise InvitationClosed
    membership = seat_person(
        group=invitation.group,
        person=person,
        city=affiliation.city if affiliation else None,
        partner=affiliation.partner if affiliation else None,
        role=GroupRole(invitation.role),
        actor=invitation.invited_by,
        now=now,
    )
    _close(invitation, InvitationState.ACCEPTED, actor=person, now=now)
    return membership


@transaction.atomic
def decline_invitation(*, invitation: GroupInvitation, person: Any, now: datetime) -> GroupInvitation:
    """Say no to an invitation."""
    invitation = _reread(invitation)
    if not is_for(invitation, person):
        raise WrongAddress
    if not invitation.is_open:
        raise InvitationClosed
    _close(invitation, InvitationState.DECLINED, actor=person, now=now)
    return invitation
