"""Subscribing without an account: asked for, confirmed by the address's owner, and ended with one click."""

import uuid
from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.urls import reverse

from network.accounts.models import User
from network.core.letterhead import absolute
from network.home.newsletter.mail import LIST
from network.home.newsletter.models import Subscriber
from network.mail.enums import Frequency
from network.mail.lists import lists
from network.mail.preferences.choices import choose
from network.mail.services import send_notice

CONFIRM = "newsletter_confirm"
SALT = "network.home.newsletter.confirm"
GOOD_FOR = timedelta(days=7)


@transaction.atomic
def ask(*, email: str, form_token: uuid.UUID, now: datetime) -> None:
    """Ask the owner of an address whether she wants the newsletter, whatever is known of it.

    The same form sent again asks once.
    """
    subscriber, _new = Subscriber.objects.update_or_create(
        email=email.strip().lower(), defaults={"form_token": form_token, "asked_at": now}
    )
    send_notice(
        kind=CONFIRM,
        event=f"asked:{form_token}",
        address=subscriber.email,
        data={"subscriber": subscriber.pk},
        now=now,
    )


def confirm_url(subscriber: Subscriber) -> str:
    """Return the address of the page on which a subscription is confirmed; it is good for seven days."""
    token = signing.TimestampSigner(salt=SALT).sign(f"{subscriber.pk}.{subscriber.seed.hex}")
    return absolute(reverse("newsletter:confirm", args=[token]))


def read_token(token: str) -> Subscriber | None:
    """Return who a link confirms, or nothing where it is not one of ours, too old, or of somebody deleted."""
    try:
        pk, seed = signing.TimestampSigner(salt=SALT).unsign(token, max_age=GOOD_FOR).split(".")
        return Subscriber.objects.filter(pk=int(pk), seed=uuid.UUID(seed)).first()
    except (signing.BadSignature, ValueError):
        return None


@transaction.atomic
def confirm(*, subscriber: Subscriber, now: datetime) -> None:
    """Begin a subscription; an address that belongs to an account is subscribed there, and kept only there."""
    person = User.objects.filter(email__iexact=subscriber.email, is_active=True).first()
    if person:
        choose(person=person, mail_list=lists.get(LIST), frequency=Frequency.AT_ONCE, now=now)
        subscriber.delete()
        return
    Subscriber.objects.filter(pk=subscriber.pk, confirmed_at__isnull=True).update(confirmed_at=now)


def stop(reader: int) -> None:
    """End a subscription: the address is deleted."""
    Subscriber.objects.filter(pk=reader).delete()
