"""What changes a person's record."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from network.accounts.models import User
from network.core.audit import record
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


def roles_of(user: User) -> list[str]:
    """Return what ``user`` may do by herself: her groups' names, and the words for what her account is."""
    marks = {"administrator": user.is_superuser, "closed": not user.is_active}
    return sorted(
        [group.name for group in user.groups.all()] + [mark for mark, holds in marks.items() if holds]
    )


def note_roles(*, person: User, before: list[str] | None, changed_by: Any, now: datetime) -> None:
    """Write into the audit log what has changed of a person's roles; a new account has no ``before``."""
    after = roles_of(User.objects.get(pk=person.pk))
    if before is None:
        record(action="account.created", subject=person, actor=changed_by, now=now, roles=after)
    elif before != after:
        record(
            action="account.roles-changed", subject=person, actor=changed_by, now=now, was=before, roles=after
        )
