"""What changes a person's record."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from network.accounts.models import User
from network.core.models import Theme


@transaction.atomic
def update_profile(*, user: User, expertise: Iterable[Theme], **values: Any) -> User:
    """Set the given fields of ``user``'s profile and her themes of expertise, and return her."""
    for name, value in values.items():
        setattr(user, name, value)
    user.full_clean(exclude=["password"])
    user.save(update_fields=values)
    user.expertise.set(expertise)
    return user


@transaction.atomic
def replace_address(*, user: User, address: str) -> EmailAddress:
    """Give ``user`` one new main address, unverified: she shows that it is hers when she next signs in."""
    EmailAddress.objects.filter(user=user).delete()
    return EmailAddress.objects.create(user=user, email=address.lower(), primary=True, verified=False)
