"""Inviting, sending again, revoking and accepting."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from cities.enums import AffiliationGround, AffiliationRole, InvitationState
from cities.joining.affiliations import begin, change_role, enter, lock_organisation
from cities.joining.invitations.notices import send_invitation
from cities.joining.invitations.tokens import token_of
from cities.models import Affiliation, City, Invitation, Partner
from network.core.audit import record
from network.core.tokens import hash_of

VALID = timedelta(days=30)


class InvitationClosed(Exception):
    """It was accepted or revoked, or it has expired."""


class WrongAddress(Exception):
    """It is for another address than those that the person has verified."""


def find_invitation(token: str) -> Invitation | None:
    """Return the invitation that a link's token opens."""
    return Invitation.objects.for_listing().filter(token_hash=hash_of(token)).first()


def _reread(invitation: Invitation) -> Invitation:
    lock_organisation(invitation.organisation)
    return Invitation.objects.select_for_update(of=("self",)).for_listing().get(pk=invitation.pk)


def _note(invitation: Invitation, *, what: str, actor: Any, now: datetime) -> None:
    place = invitation.organisation
    details = {str(place._meta.model_name): place.pk, "role": invitation.role}
    record(action=f"invitation.{what}", subject=invitation, actor=actor, now=now, **details)


def _renew(invitation: Invitation, *, now: datetime) -> None:
    """Give the invitation a link that no older mail has."""
    invitation.seed = uuid.uuid4()
    invitation.token_hash = hash_of(token_of(invitation.seed))
    invitation.sent_at, invitation.expires_at = now, now + VALID
    invitation.save()


@transaction.atomic
def invite_person(
    *,
    address: str,
    organisation: City | Partner,
    role: AffiliationRole,
    invited_by: Any,
    now: datetime,
    name: str = "",
) -> tuple[Invitation, bool]:
    """Mail an invitation; return it and whether it is new. An address has one open invitation to a place."""
    lock_organisation(organisation)
    place: dict[str, Any] = {str(organisation._meta.model_name): organisation}
    address = address.strip().lower()
    known = Invitation.objects.open().filter(address=address, **place).first()
    if known:
        return known, False
    invitation = Invitation(address=address, name=name, role=role, invited_by=invited_by, **place)
    _renew(invitation, now=now)
    _note(invitation, what="sent", actor=invited_by, now=now)
    send_invitation(invitation=invitation, now=now)
    return invitation, True


@transaction.atomic
def send_again(*, invitation: Invitation, actor: Any, now: datetime) -> Invitation:
    """Mail a new link, which is valid for another 30 days; the old one is dead."""
    invitation = _reread(invitation)
    if not invitation.is_open:
        raise InvitationClosed
    invitation.sendings += 1
    _renew(invitation, now=now)
    _note(invitation, what="sent again", actor=actor, now=now)
    send_invitation(invitation=invitation, now=now)
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, actor: Any, now: datetime) -> Invitation:
    """Take an invitation back; its link is dead."""
    invitation = _reread(invitation)
    if not invitation.is_open:
        raise InvitationClosed
    invitation.state, invitation.ended_at = InvitationState.REVOKED, now
    invitation.save()
    _note(invitation, what="revoked", actor=actor, now=now)
    return invitation


def is_for(invitation: Invitation, person: Any) -> bool:
    """Return whether the invitation went to an address that ``person`` has verified."""
    return EmailAddress.objects.filter(user=person, email__iexact=invitation.address, verified=True).exists()


@transaction.atomic
def accept_invitation(*, invitation: Invitation, person: Any, now: datetime) -> Affiliation:
    """Return what ``person`` is to the city or partner from now on.

    Whoever belongs there already, or has asked to, gets the role of the invitation.
    """
    invitation = _reread(invitation)
    if not is_for(invitation, person):
        raise WrongAddress
    if not invitation.is_usable(now):
        raise InvitationClosed
    role, place = AffiliationRole(invitation.role), invitation.organisation
    affiliation = Affiliation.objects.open().of(place).filter(person=person).for_listing().first()
    if affiliation and affiliation.is_approved:
        # An invitation raises somebody; to take the keeper's role away is a decision of its own.
        if not affiliation.keeps_organisation:
            affiliation = change_role(affiliation=affiliation, role=role, actor=person, now=now)
    else:
        affiliation = affiliation or begin(person=person, organisation=place, now=now)
        enter(affiliation, ground=AffiliationGround.INVITATION, actor=invitation.invited_by, now=now, role=role)
    invitation.state, invitation.ended_at = InvitationState.ACCEPTED, now
    invitation.affiliation = affiliation
    invitation.save()
    _note(invitation, what="accepted", actor=person, now=now)
    return affiliation
