"""Coming into a working group, deciding, handing a seat over, leaving.

Each function locks the group first, so that two of them about the same one happen one after the other: nobody
is seated twice, and two facilitators who leave at the same moment do not both rely on the other one.
"""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from cities.joining.domains import domain_names
from cities.models import Affiliation, City, Partner
from network.core.audit import record
from working_groups.enums import Admission, GroupRole, MembershipState
from working_groups.locks import locked_group
from working_groups.meetings.answers import withdraw_answers
from working_groups.meetings.notices import invite_newcomer
from working_groups.members import notices
from working_groups.models import GroupMembership, WorkingGroup
from working_groups.standing import forget_groups


class NotTaken(Exception):
    """The group takes nobody in this way: it is archived, or by invitation only."""


class AlreadyDecided(Exception):
    """Somebody decided meanwhile, or the membership is over."""


class FacilitatorNeeded(Exception):
    """The last facilitator goes, and there are others in the group who could take over."""


class NoSuccessor(Exception):
    """The person does not belong to whose seat it is, or sits in the group already."""


def _reread(membership: GroupMembership) -> GroupMembership:
    """Lock the group, and return the membership as it is now."""
    locked_group(membership.group, at_work=False)
    return GroupMembership.objects.select_for_update(of=("self",)).for_listing().get(pk=membership.pk)


def _note(membership: GroupMembership, what: str, *, actor: Any, now: datetime, **details: Any) -> None:
    details |= {"group": membership.group_id, "person": membership.person_id, "role": membership.role}
    record(action=f"membership.{what}", subject=membership, actor=actor, now=now, **details)


def _enter(membership: GroupMembership, *, actor: Any, now: datetime) -> GroupMembership:
    """Let the person in, in the caller's transaction."""
    membership.state, membership.decided_at, membership.decided_by = MembershipState.ACTIVE, now, actor
    membership.save()
    forget_groups(membership.person)
    _note(membership, "begun", actor=actor, now=now)
    invite_newcomer(membership.person, membership.group, now=now)
    return membership


def seat_person(
    *,
    group: WorkingGroup,
    person: Any,
    city: City | None = None,
    partner: Partner | None = None,
    role: GroupRole = GroupRole.MEMBER,
    actor: Any,
    now: datetime,
    told: bool = False,
) -> GroupMembership:
    """Return the membership of ``person``, who is in from now on; call it in a transaction.

    Whoever is in already stays what she is, unless ``role`` makes her a facilitator. ``told`` has her mailed.
    """
    known = group.memberships.open().filter(person=person).for_listing().first()
    if known is None:
        known = GroupMembership(
            group=group, person=person, city=city, partner=partner, role=role, requested_at=now
        )
    elif known.is_active and not (role == GroupRole.FACILITATOR and known.role != role):
        return known
    known.role = role if role == GroupRole.FACILITATOR else known.role
    membership = _enter(known, actor=actor, now=now)
    if told:
        notices.tell_person(notices.JOINED, membership, now=now)
    return membership


@transaction.atomic
def join_group(
    *,
    group: WorkingGroup,
    person: Any,
    city: City | None = None,
    partner: Partner | None = None,
    message: str = "",
    now: datetime,
) -> GroupMembership:
    """Return what ``person`` is to the group from now on.

    An open group takes her at once, one with mail domains where she has verified an address at one of them;
    else she waits, and the facilitators are mailed once. Asking again changes nothing.
    """
    group = locked_group(group, at_work=False)
    known = group.memberships.open().filter(person=person).for_listing().first()
    if known and known.is_active:
        return known
    if group.is_archived or group.is_private or group.admission == Admission.INVITATION:
        raise NotTaken
    membership = known or GroupMembership(
        group=group, person=person, city=city, partner=partner, message=message, requested_at=now
    )
    if _enters_at_once(group, person) and not _was_put_out(group, person):
        return _enter(membership, actor=None, now=now)
    if known is None:
        membership.save()
        _note(membership, "requested", actor=person, now=now)
        notices.tell_facilitators(membership, now=now)
    return membership


def _enters_at_once(group: WorkingGroup, person: Any) -> bool:
    if group.admission == Admission.OPEN:
        return True
    if group.admission != Admission.DOMAIN:
        return False
    verified = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return any(name in group.mail_domains for address in verified for name in domain_names(address))


def _was_put_out(group: WorkingGroup, person: Any) -> bool:
    """Return whether somebody else once declined or ended what ``person`` was: then facilitators decide."""
    before = group.memberships.filter(person=person)
    ended = before.filter(state=MembershipState.ENDED, ended_by__isnull=False).exclude(ended_by=person)
    return before.filter(state=MembershipState.DECLINED).exists() or ended.exists()


@transaction.atomic
def approve_membership(*, membership: GroupMembership, actor: Any, now: datetime) -> GroupMembership:
    """Let somebody in who asked, and mail her; raises ``AlreadyDecided`` where that is done with."""
    membership = _reread(membership)
    if not membership.is_requested:
        raise AlreadyDecided
    _enter(membership, actor=actor, now=now)
    notices.tell_person(notices.JOINED, membership, now=now)
    return membership


@transaction.atomic
def decline_membership(
    *, membership: GroupMembership, reason: str = "", actor: Any, now: datetime
) -> GroupMembership:
    """Decline a request and mail the person, with the reason if one is given."""
    membership = _reread(membership)
    if not membership.is_requested:
        raise AlreadyDecided
    membership.state, membership.reason = MembershipState.DECLINED, reason
    membership.decided_at, membership.decided_by = now, actor
    membership.save()
    _note(membership, "declined", actor=actor, now=now)
    notices.tell_person(notices.DECLINED, membership, now=now)
    return membership


def others_in(membership: GroupMembership) -> Any:
    """Return who else is in the group, as memberships, by name."""
    others = membership.group.memberships.active().exclude(pk=membership.pk)
    return others.for_listing().order_by("person__name", "pk")


def is_last_facilitator(membership: GroupMembership) -> bool:
    """Return whether the group would have nobody to run it without this one."""
    return membership.facilitates and not others_in(membership).filter(role=GroupRole.FACILITATOR).exists()


@transaction.atomic
def end_membership(
    *,
    membership: GroupMembership,
    successor: GroupMembership | None = None,
    reason: str = "",
    actor: Any,
    now: datetime,
) -> GroupMembership:
    """End what somebody is to a group, or take back a request; the last facilitator names who runs it.

    The person is mailed where somebody else did it. Raises ``AlreadyDecided`` and ``FacilitatorNeeded``.
    """
    membership = _reread(membership)
    if not (membership.is_active or membership.is_requested):
        raise AlreadyDecided
    if is_last_facilitator(membership):
        heir = others_in(membership).filter(pk=successor.pk).first() if successor else None
        if heir:
            _set_role(heir, GroupRole.FACILITATOR, actor=actor, now=now)
        elif others_in(membership).exists():
            raise FacilitatorNeeded
        else:
            notices.tell_secretariat(membership, now=now)
    return _end(membership, reason=reason, actor=actor, now=now)


def _end(membership: GroupMembership, *, reason: str = "", actor: Any, now: datetime) -> GroupMembership:
    membership.state, membership.reason = MembershipState.ENDED, reason
    membership.ended_at, membership.ended_by = now, actor
    membership.save()
    forget_groups(membership.person)
    _note(membership, "ended", actor=actor, now=now)
    withdraw_answers(person=membership.person, meetings=membership.group.meetings.all(), now=now)
    if actor != membership.person:
        notices.tell_person(notices.ENDED, membership, now=now)
    return membership


def _set_role(membership: GroupMembership, role: GroupRole, *, actor: Any, now: datetime) -> None:
    was, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    forget_groups(membership.person)
    _note(membership, "role changed", actor=actor, now=now, was=was)
    notices.tell_person(notices.ROLE, membership, now=now)


@transaction.atomic
def change_group_role(
    *, membership: GroupMembership, role: GroupRole, actor: Any, now: datetime
) -> GroupMembership:
    """Give somebody another role, and mail her; raises ``FacilitatorNeeded`` for the last facilitator."""
    membership = _reread(membership)
    if not membership.is_active:
        raise AlreadyDecided
    if membership.role == role:
        return membership
    if is_last_facilitator(membership):
        raise FacilitatorNeeded
    _set_role(membership, role, actor=actor, now=now)
    return membership


def successors_of(membership: GroupMembership) -> Any:
    """Return who could take over a seat: people of the same city or partner who are not in the group."""
    organisation = membership.organisation
    if organisation is None:
        return Affiliation.objects.none()
    seated = membership.group.memberships.active().values("person")
    rows = Affiliation.objects.approved().of(organisation)
    return rows.exclude(person__in=seated).select_related("person").order_by("person__name", "pk")


@transaction.atomic
def hand_over(*, membership: GroupMembership, successor: Any, actor: Any, now: datetime) -> GroupMembership:
    """Give a city's or partner's seat, with its role, to another of its people; return the new membership.

    The two are mailed where they did not do it themselves. Raises ``NoSuccessor`` and ``AlreadyDecided``.
    """
    membership = _reread(membership)
    if not membership.is_active:
        raise AlreadyDecided
    if not successors_of(membership).filter(person=successor).exists():
        raise NoSuccessor
    heir = seat_person(
        group=membership.group,
        person=successor,
        city=membership.city,
        partner=membership.partner,
        role=GroupRole(membership.role),
        actor=actor,
        now=now,
        told=successor != actor,
    )
    _end(membership, actor=actor, now=now)
    return heir


@transaction.atomic
def leave_with_affiliation(*, affiliation: Affiliation, actor: Any, now: datetime) -> None:
    """End the seats that somebody had for a city or partner which she no longer belongs to.

    Where she ran a group alone, the secretariat is told.
    """
    seat = {str(affiliation.organisation._meta.model_name): affiliation.organisation}
    rows = GroupMembership.objects.open().filter(person=affiliation.person, **seat).order_by("group", "pk")
    for known in rows.for_listing():
        membership = _reread(known)
        if not (membership.is_active or membership.is_requested):
            continue
        if is_last_facilitator(membership):
            notices.tell_secretariat(membership, now=now)
        _end(membership, actor=actor, now=now)
