"""The last mail to somebody who was erased: what is gone, what stays, and why."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from network.core.personal_data import personal_data
from network.mail.kinds import MailKind, Message, Recipient, kinds
from network.mail.messages import render_message
from network.mail.models import Delivery
from network.mail.services import send_notice

ERASED = "account_erased"


def send_farewell(*, address: str, language: str, account: int, asked_herself: bool, now: datetime) -> None:
    """Have the mail sent; its record keeps the account's number, and the address until the mail has ended."""
    data = {"language": language, "asked_herself": asked_herself}
    send_notice(kind=ERASED, event=f"account-erased:{account}", address=address, data=data, now=now)


def render_farewell(delivery: Delivery, recipient: Recipient) -> Message:
    """Return the mail, in the language that her account had."""
    stays = [holding for holding in personal_data.all() if holding.stays]
    context = {"stays": stays, "asked_herself": delivery.data["asked_herself"]}
    with translation.override(delivery.data["language"]):
        return render_message("mail/erased", recipient, context)


def register_farewell() -> None:
    """Tell the outbox how this mail reads, and erasure that it is to be sent."""
    kinds.register(MailKind(ERASED, _("Account erased"), render_farewell, forgets_address=True))
    personal_data.on_erasure(send_farewell)
