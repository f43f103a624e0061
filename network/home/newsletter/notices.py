"""The newsletter's mails and its list."""

from django.utils.translation import gettext_lazy as _

from network.home.newsletter import mail, subscribing
from network.home.newsletter.models import Subscriber
from network.mail.enums import Frequency
from network.mail.kinds import MailKind, Message, Recipient, kinds, whole
from network.mail.lists import MailList, lists
from network.mail.messages import render_message
from network.mail.models import Delivery


def render_question(delivery: Delivery, recipient: Recipient) -> Message | None:
    """Return the question whether the reader wants the newsletter; nothing where she has been deleted."""
    subscriber = Subscriber.objects.filter(pk=delivery.data["subscriber"]).first()
    if subscriber is None:
        return None
    context = {"action_url": subscribing.confirm_url(subscriber), "action_label": _("Look and confirm")}
    return render_message("home/newsletter/email/confirm", recipient, context)


def register_newsletter() -> None:
    """Tell the outbox of the newsletter: nobody gets it who has not asked for it."""
    lists.register(
        MailList(
            mail.LIST,
            _("Newsletter"),
            _("Once a month: what is new in the network, written by the secretariat."),
            default=Frequency.NEVER,
            stop_reader=subscribing.stop,
            order=90,
        )
    )
    kinds.register(MailKind(mail.KIND, _("Newsletter"), prepare=mail.prepare, list_of=whole(mail.LIST)))
    kinds.register(MailKind(mail.TEST, _("Newsletter: test"), mail.render_test))
    kinds.register(
        MailKind(subscribing.CONFIRM, _("Newsletter: question"), render_question, forgets_address=True)
    )
