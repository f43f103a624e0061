"""What a mail provider reports after it has taken a mail: it bounced, or its reader complained.

``django-anymail`` reads each provider's own format, and checks the secret; here is what follows.
"""

import re
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason, tracking
from django.utils import timezone

from network.accounts.models import User
from network.mail.enums import Frequency, SuppressionReason
from network.mail.lists import lists
from network.mail.models import Delivery
from network.mail.preferences.choices import DIGEST, choose
from network.mail.suppression import suppress_address

# "Addressing status" of RFC 3463: the address itself is at fault; a full mailbox or a refusal by policy is not.
NO_SUCH_ADDRESS = re.compile(r"\b5\.1\.\d")


def take_report(event: AnymailTrackingEvent, **_kwargs: Any) -> None:
    """Suppress an address that does not exist or whose owner complains, and stop the digests of who asks it."""
    now = timezone.now()
    if not event.recipient:
        return
    match event.event_type:
        case EventType.BOUNCED if _is_no_address(event):
            suppress_address(address=event.recipient, now=now)
            _note(event)
        case EventType.COMPLAINED:
            suppress_address(address=event.recipient, now=now, reason=SuppressionReason.COMPLAINED)
            _note(event)
        case EventType.BOUNCED | EventType.REJECTED | EventType.FAILED:
            _note(event)
        case EventType.UNSUBSCRIBED:
            for person in User.objects.filter(email__iexact=event.recipient):
                choose(person=person, mail_list=lists.get(DIGEST), frequency=Frequency.NEVER, now=now)


def _is_no_address(event: AnymailTrackingEvent) -> bool:
    return event.reject_reason == RejectReason.INVALID or bool(NO_SUCH_ADDRESS.search(_said(event)))


def _said(event: AnymailTrackingEvent) -> str:
    return event.mta_response or event.description or ""


def _note(event: AnymailTrackingEvent) -> None:
    """Write what the provider says beside the mail, if it is one of ours; it stays sent: it was handed on."""
    said = f"{event.event_type} {_said(event)}"
    if event.message_id:
        wrapped = f"<{event.message_id.strip('<>')}>"
        Delivery.objects.filter(message_id=wrapped).update(error=said[:300])


def listen_to_providers() -> None:
    """Have reports taken."""
    tracking.connect(take_report, dispatch_uid="network.mail.bounces")
