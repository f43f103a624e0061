"""The mails about joining the network."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cities.models import Interest, InterestAnswer
from network.core.identity import read_network
from network.core.letterhead import absolute
from network.mail.kinds import MailKind, Message, Recipient, kinds
from network.mail.messages import render_message
from network.mail.models import Delivery
from network.mail.services import send_notice

THANKS = "interest_thanks"
ARRIVAL = "interest_arrival"
ANSWER = "interest_answer"


def tell_of_arrival(*, interest: Interest, now: datetime) -> None:
    """Thank the contact person, and tell the secretariat."""
    event, data = f"interest:{interest.pk}", {"interest": interest.pk}
    send_notice(kind=THANKS, event=event, address=interest.email, data=data, now=now)
    secretariat = read_network().contact_email
    if secretariat:
        send_notice(kind=ARRIVAL, event=event, address=secretariat, data=data, now=now)


def tell_contact(*, answer: InterestAnswer, now: datetime) -> None:
    """Mail the contact person what the secretariat wrote."""
    data = {"answer": answer.pk}
    address = answer.interest.email
    send_notice(kind=ANSWER, event=f"interest-answer:{answer.pk}", address=address, data=data, now=now)


def _interest(delivery: Delivery) -> Interest | None:
    rows = Interest.objects.select_related("country")
    return rows.filter(pk=delivery.data["interest"]).first()


def render_thanks(delivery: Delivery, recipient: Recipient) -> Message | None:
    """Return the thanks. They repeat none of the text: anybody can type anybody's address."""
    interest = _interest(delivery)
    if interest is None:
        return None
    return render_message("cities/joining/email/interest_thanks", recipient, {"interest": interest})


def render_arrival(delivery: Delivery, recipient: Recipient) -> Message | None:
    """Return the news to the secretariat."""
    interest = _interest(delivery)
    if interest is None:
        return None
    context = {
        "interest": interest,
        "action_url": absolute(reverse("interests:answer", args=[interest.pk])),
        "action_label": _("Open in the queue"),
    }
    return render_message("cities/joining/email/interest_arrival", recipient, context)


def render_answer(delivery: Delivery, recipient: Recipient) -> Message | None:
    """Return what the secretariat wrote, with what was asked below it."""
    rows = InterestAnswer.objects.select_related("interest")
    answer = rows.filter(pk=delivery.data["answer"]).first()
    if answer is None:
        return None
    context = {"answer": answer, "interest": answer.interest}
    return render_message("cities/joining/email/interest_answer", recipient, context)


def register_notices() -> None:
    """Tell the outbox how these mails read."""
    kinds.register(MailKind(THANKS, _("Joining: thanks to the sender"), render_thanks))
    kinds.register(MailKind(ARRIVAL, _("Joining: news to the secretariat"), render_arrival))
    kinds.register(MailKind(ANSWER, _("Joining: answer"), render_answer))
