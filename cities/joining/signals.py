"""What follows when somebody shows that an address is hers."""

from typing import Any

from allauth.account.signals import email_confirmed, user_signed_up
from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.joining.affiliations import affiliate_by_address


def welcome(request: Any, person: Any, address: str) -> None:
    """Let ``person`` into the city that ``address`` speaks for, and tell her on the next page."""
    affiliation = affiliate_by_address(person=person, address=address, now=timezone.now())
    if affiliation and request is not None:
        sentence = _("Your address is one of %(city)s: you now belong to the city.")
        messages.success(request, sentence % {"city": affiliation.organisation})


def follow_confirmed_address(request: Any, email_address: Any, **_kwargs: Any) -> None:
    """Follow an address that was confirmed by its code."""
    welcome(request, email_address.user, email_address.email)


def follow_sign_up(request: Any, user: Any, **_kwargs: Any) -> None:
    """Follow an account whose address another site has verified: it is confirmed without a code."""
    for address in user.emailaddress_set.filter(verified=True).order_by("pk"):
        welcome(request, user, address.email)


def connect() -> None:
    """Listen to allauth."""
    email_confirmed.connect(follow_confirmed_address, dispatch_uid="cities.joining.confirmed")
    user_signed_up.connect(follow_sign_up, dispatch_uid="cities.joining.signed_up")
