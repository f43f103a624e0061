"""The mails about enquiries."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.core.letterhead import absolute
from network.home.models import Enquiry, EnquiryReply
from network.mail.kinds import MailKind, Message, Recipient, kinds
from network.mail.messages import render_message
from network.mail.models import Delivery

ACKNOWLEDGEMENT = "enquiry_acknowledgement"
ARRIVAL = "enquiry_arrival"
REPLY = "enquiry_reply"


def _enquiry(delivery: Delivery) -> Enquiry | None:
    return Enquiry.objects.filter(pk=delivery.data["enquiry"]).first()


def render_acknowledgement(delivery: Delivery, recipient: Recipient) -> Message | None:
    """Return the thanks to the sender. It repeats none of her text: anybody can type anybody's address."""
    enquiry = _enquiry(delivery)
    if enquiry is None:
        return None
    context = {"enquiry": enquiry, "received_at": enquiry.received_at}
    return render_message("home/contact/email/acknowledgement", recipient, context)


def render_arrival(delivery: Delivery, recipient: Recipient) -> Message | None:
    """Return the news to the secretariat, with the whole text and the way to the queue."""
    enquiry = _enquiry(delivery)
    if enquiry is None:
        return None
    context = {
        "enquiry": enquiry,
        "themes": [theme.name for theme in enquiry.themes.all()],
        "action_url": absolute(reverse("enquiries:edit", args=[enquiry.pk])),
        "action_label": _("Open in the queue"),
    }
    return render_message("home/contact/email/arrival", recipient, context)


def render_reply(delivery: Delivery, recipient: Recipient) -> Message | None:
    """Return the secretariat's answer, with what was asked below it."""
    reply = EnquiryReply.objects.select_related("enquiry").filter(pk=delivery.data["reply"]).first()
    if reply is None:
        return None
    quoted = "\n".join(f"> {line}".rstrip() for line in reply.enquiry.message.splitlines())
    context = {"reply": reply, "enquiry": reply.enquiry, "quoted": quoted}
    return render_message("home/contact/email/reply", recipient, context)


def register_notices() -> None:
    """Tell the outbox how these mails read."""
    kinds.register(MailKind(ACKNOWLEDGEMENT, _("Enquiry: thanks to the sender"), render_acknowledgement))
    kinds.register(MailKind(ARRIVAL, _("Enquiry: news to the secretariat"), render_arrival))
    kinds.register(MailKind(REPLY, _("Enquiry: answer"), render_reply))
