"""What the outbox holds of people."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from network.accounts.privacy.erasure import addresses_of, at_addresses_of
from network.core.personal_data import Holding, Retention
from network.mail.enums import ENDED
from network.mail.mailbox import forget_mail
from network.mail.models import Delivery, DigestTime, Preference, Suppression
from network.mail.models.suppression import address_hash

KEPT = timedelta(days=180)


def mail_to(person: Any) -> QuerySet:
    """Return the mails to the person, those to her address from before she had an account among them."""
    return Delivery.objects.filter(Q(recipient=person) | at_addresses_of(person, "address")).order_by("pk")


def forget_person(person: Any) -> None:
    """Delete the record of mail to the person, the demo's mails to her, and the notes about her addresses."""
    mail_to(person).delete()
    addresses = set(addresses_of(person))
    Suppression.objects.filter(address_hash__in=[address_hash(address) for address in addresses]).delete()
    forget_mail(addresses)


def ended_before(before: datetime) -> QuerySet:
    """Return the mails that were done with before that moment."""
    return Delivery.objects.filter(state__in=ENDED, ended_at__lt=before)


def choices_of(person: Any) -> QuerySet:
    """Return what a person has chosen to hear of."""
    return Preference.objects.filter(person=person)


def times_of(person: Any) -> QuerySet:
    """Return when a person reads her digest."""
    return DigestTime.objects.filter(person=person)


HOLDINGS = (
    Holding(
        key="mail-choices",
        title=_("What you hear of by mail"),
        why=_("So that you get what you want, as often as you want it."),
        seen_by=_(
            "You, and whoever has one of your newest mails: its link opens your choice without signing in."
        ),
        at_erasure=_("Deleted."),
        models=("mail.preference",),
        rows=choices_of,
        columns=("list", "of", "frequency", "chosen_at"),
        kept=_("As long as your account."),
    ),
    Holding(
        key="digest-time",
        title=_("When you read your digest"),
        why=_("So that it comes at your hour."),
        seen_by=_("You, and whoever has one of your newest mails."),
        at_erasure=_("Deleted."),
        models=("mail.digesttime",),
        rows=times_of,
        columns=("hour", "weekday"),
        kept=_("As long as your account."),
    ),
    Holding(
        key="mail",
        title=_("The record of mail to you"),
        why=_("So that no mail is lost or sent twice, and that it can be found out why one did not arrive."),
        seen_by=_("Administrators. The text of a mail is not kept."),
        at_erasure=_("Deleted. One last mail tells you; its record loses your address once it is sent."),
        models=("mail.delivery", "mail.suppression"),
        rows=mail_to,
        columns=("kind", "state", "created_at", "ended_at"),
        erase=forget_person,
        retention=Retention(KEPT, _("after it was sent or given up"), ended_before),
    ),
)
