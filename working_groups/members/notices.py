"""The mails about who is in which group."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.joining.invitations.tokens import token_of
from network.accounts.models import User
from network.core.access import can
from network.core.identity import read_network
from network.core.letterhead import absolute
from network.core.tokens import hash_of
from network.mail.kinds import MailKind, Message, Recipient, kinds
from network.mail.messages import render_message
from network.mail.models import Delivery
from network.mail.services import send_notice
from working_groups.enums import MembershipState
from working_groups.models import GroupInvitation, GroupMembership

REQUESTED, JOINED, DECLINED = "group_requested", "group_joined", "group_declined"
ENDED, ROLE, UNLED, INVITED = "group_ended", "group_role", "group_unled", "group_invitation"
FOLDER = "working_groups/members/email"
STATES = {
    REQUESTED: MembershipState.REQUESTED,
    JOINED: MembershipState.ACTIVE,
    DECLINED: MembershipState.DECLINED,
    ENDED: MembershipState.ENDED,
    ROLE: MembershipState.ACTIVE,
}


def _send(kind: str, membership: GroupMembership, *, now: datetime, **to: Any) -> None:
    event = f"membership:{membership.pk}" + (f":{now.isoformat()}" if kind in (ROLE, UNLED) else "")
    send_notice(kind=kind, event=event, data={"membership": membership.pk}, now=now, **to)


def tell_person(kind: str, membership: GroupMembership, *, now: datetime) -> None:
    """Mail the person what was decided about her."""
    _send(kind, membership, now=now, recipient=membership.person)


def tell_facilitators(membership: GroupMembership, *, now: datetime) -> None:
    """Mail those who decide about a request: the facilitators, else the secretariat."""
    rows = membership.group.memberships.facilitating().select_related("person")
    people = [row.person for row in rows]
    for person in people:
        _send(REQUESTED, membership, now=now, recipient=person)
    if not people:
        tell_secretariat(membership, now=now)


def tell_secretariat(membership: GroupMembership, *, now: datetime) -> None:
    """Mail the secretariat that nobody runs the group any more: those who may look into it, else its address.

    A private group's name goes to administrators only.
    """
    permission = {"codename": "change_workinggroup", "content_type__app_label": "working_groups"}
    by_group = {f"groups__permissions__{name}": value for name, value in permission.items()}
    people = User.objects.filter(Q(**by_group) | Q(is_superuser=True), is_active=True).distinct()
    for person in people:
        _send(UNLED, membership, now=now, recipient=person)
    address = read_network().contact_email
    if not people and address and not membership.group.is_private:
        _send(UNLED, membership, now=now, address=address)


def _membership(delivery: Delivery) -> GroupMembership | None:
    """Return what the mail tells of, if it is still as the mail says."""
    found = GroupMembership.objects.for_listing().filter(pk=delivery.data["membership"]).first()
    state = STATES.get(delivery.kind)
    return found if found and state in (None, found.state) else None


def may_receive(delivery: Delivery, recipient: Recipient) -> bool:
    """Return whether the mail is about its reader, or she decides about it."""
    membership, person = _membership(delivery), recipient.person
    if membership is None:
        return True  # nothing is rendered
    if delivery.kind == REQUESTED:
        return can(person, "decide", membership)
    if delivery.kind == UNLED:
        return person is None or can(person, "enter", membership.group)
    return person == membership.person


def render(delivery: Delivery, recipient: Recipient) -> Message | None:
    """Return the mail of any of these kinds, or nothing where it is out of date."""
    membership = _membership(delivery)
    if membership is None:
        return None
    group = membership.group
    if delivery.kind == UNLED and group.memberships.facilitating().exists():
        return None
    members = reverse("working_groups:member-list", args=[group.slug])
    actions = {
        REQUESTED: (members, _("Decide")),
        JOINED: (group.space_url, _("Open the group")),
        ROLE: (group.space_url, _("Open the group")),
        UNLED: (members, _("Open the list of members")),
    }
    path, label = actions.get(delivery.kind, ("", ""))
    context = {
        "membership": membership,
        "group": group,
        "role": membership.get_role_display(),
        "action_url": absolute(path) if path else "",
        "action_label": label,
    }
    return render_message(f"{FOLDER}/{delivery.kind.partition('_')[2]}", recipient, context)


def send_invitation(invitation: GroupInvitation, *, now: datetime) -> None:
    """Mail the link; each sending is a mail of its own."""
    send_notice(
        kind=INVITED,
        event=f"group invitation:{invitation.pk}:{invitation.sendings}",
        address=invitation.address,
        data={"invitation": invitation.pk, "sending": invitation.sendings},
        now=now,
    )


def link_of(invitation: GroupInvitation) -> str:
    """Return the path of the invitation's link, or nothing where the portal's secret was changed since."""
    token = token_of(invitation.seed)
    if hash_of(token) != invitation.token_hash:
        return ""
    return reverse("working_groups:invitation-answer", args=[token])


def render_invitation(delivery: Delivery, recipient: Recipient) -> Message | None:
    """Return the invitation, or nothing where it was sent again, answered or revoked meanwhile."""
    rows = GroupInvitation.objects.select_related("group", "invited_by")
    invitation = rows.filter(pk=delivery.data["invitation"]).first()
    if (
        invitation is None
        or invitation.sendings != delivery.data["sending"]
        or not invitation.is_usable(timezone.now())
    ):
        return None
    link = link_of(invitation)
    context = {
        "invitation": invitation,
        "group": invitation.group,
        "role": invitation.get_role_display(),
        "action_url": absolute(link),
        "action_label": _("Open the invitation"),
    }
    return render_message(f"{FOLDER}/invitation", recipient, context) if link else None


def register_notices() -> None:
    """Tell the outbox how these mails read."""
    labels = {
        REQUESTED: _("Working group: somebody asks to join"),
        JOINED: _("Working group: you are in"),
        DECLINED: _("Working group: request declined"),
        ENDED: _("Working group: membership ended"),
        ROLE: _("Working group: another role"),
        UNLED: _("Working group: nobody runs it"),
    }
    for name, label in labels.items():
        kinds.register(MailKind(name, label, render, may_receive))
    kinds.register(MailKind(INVITED, _("Working group: invitation"), render_invitation))
