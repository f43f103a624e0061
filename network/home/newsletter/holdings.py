"""What the newsletter holds of people."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from network.accounts.privacy.erasure import at_addresses_of
from network.core.personal_data import Holding, Retention
from network.home.newsletter.models import Subscriber
from network.home.newsletter.subscribing import GOOD_FOR


def subscriptions_of(person: Any) -> QuerySet:
    """Return the subscriptions of the person's addresses from before she had an account."""
    return Subscriber.objects.filter(at_addresses_of(person, "email")).order_by("pk")


def not_confirmed_before(before: datetime) -> QuerySet:
    """Return those that were asked for before that moment and never confirmed."""
    return Subscriber.objects.filter(asked_at__lt=before, confirmed_at__isnull=True)


def forget_subscriptions(person: Any) -> None:
    """Delete the subscriptions of the person's addresses."""
    subscriptions_of(person).delete()


HOLDINGS = (
    Holding(
        key="newsletter",
        title=_("Your subscription to the newsletter without an account"),
        why=_("So that it reaches you. Confirmed subscriptions are kept until you unsubscribe."),
        seen_by=_("Administrators."),
        at_erasure=_("Deleted."),
        models=("newsletter.subscriber",),
        rows=subscriptions_of,
        columns=("email", "asked_at", "confirmed_at"),
        erase=forget_subscriptions,
        retention=Retention(
            GOOD_FOR, _("after it was asked for, if it is not confirmed"), not_confirmed_before
        ),
    ),
)
