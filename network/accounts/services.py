"""What changes a person's record."""

from collections.abc import Iterable

from django.db import transaction

from network.accounts.models import User
from network.core.models import Theme


@transaction.atomic
def update_profile(*, user: User, expertise: Iterable[Theme], **values) -> User:
    """Set the given fields of ``user``'s profile and her themes of expertise, and return her."""
    for name, value in values.items():
        setattr(user, name, value)
    user.full_clean(exclude=["password"])
    user.save(update_fields=values)
    user.expertise.set(expertise)
    return user
