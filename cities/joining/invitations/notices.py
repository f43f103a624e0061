"""The mail with an invitation."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.joining.invitations.tokens import token_of
from cities.models import Invitation
from network.core.letterhead import absolute
from network.core.tokens import hash_of
from network.mail.kinds import MailKind, Message, Recipient, kinds
from network.mail.messages import render_message
from network.mail.models import Delivery
from network.mail.services import send_notice

INVITATION = "invitation"


def send_invitation(*, invitation: Invitation, now: datetime) -> None:
    """Mail the link; each sending is a mail of its own."""
    send_notice(
        kind=INVITATION,
        event=f"invitation:{invitation.pk}:{invitation.sendings}",
        address=invitation.address,
        data={"invitation": invitation.pk, "sending": invitation.sendings},
        now=now,
    )


def render(delivery: Delivery, recipient: Recipient) -> Message | None:
    """Return the invitation, or nothing where it was sent again, accepted or revoked meanwhile."""
    invitation = Invitation.objects.for_listing().filter(pk=delivery.data["invitation"]).first()
    if (
        invitation is None
        or invitation.sendings != delivery.data["sending"]
        or not invitation.is_usable(timezone.now())
    ):
        return None
    token = token_of(invitation.seed)
    if hash_of(token) != invitation.token_hash:
        return None  # the portal's secret was changed since: the link would lead nowhere
    context = {
        "invitation": invitation,
        "organisation": invitation.organisation,
        "role": invitation.get_role_display(),
        "action_url": absolute(reverse("cities:invitation-accept", args=[token])),
        "action_label": _("Open the invitation"),
    }
    return render_message("cities/joining/email/invitation", recipient, context)


def register_notices() -> None:
    """Tell the outbox how this mail reads."""
    kinds.register(MailKind(INVITATION, _("Invitation to a city or partner"), render))
