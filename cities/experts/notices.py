"""The mail that brings a request to an expert."""

from django.utils.translation import gettext_lazy as _

from cities.models import ExpertRequest
from network.core.access import can
from network.mail.kinds import MailKind, Message, Recipient, kinds
from network.mail.messages import render_message
from network.mail.models import Delivery

REQUEST = "expert_request"


def _request(delivery: Delivery) -> ExpertRequest | None:
    rows = ExpertRequest.objects.select_related("expert__person", "sender")
    return rows.filter(pk=delivery.data["request"]).first()


def render_request(delivery: Delivery, recipient: Recipient) -> Message | None:
    """Return the request; the expert answers the sender directly, who learns her address only then."""
    request = _request(delivery)
    if request is None:
        return None
    context = {"request": request, "sender": request.sender}
    return render_message("cities/experts/email/request", recipient, context, reply_to=request.sender.email)


def may_receive(delivery: Delivery, recipient: Recipient) -> bool:
    """Allow while the sender may still write to the expert."""
    request = _request(delivery)
    return request is not None and can(request.sender, "write", request.expert)


def register_notices() -> None:
    """Tell the outbox how this mail reads."""
    kinds.register(MailKind(REQUEST, _("Request to an expert"), render_request, may_receive))
