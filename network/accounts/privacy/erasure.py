"""Erasing a person: her account goes, what others rely on stays without her name."""

import re
from datetime import datetime
from typing import Any

from django.db import models, transaction
from wagtail.models import ModelLogEntry, Revision
from wagtail.users.models import UserProfile

from network.accounts.models import User
from network.accounts.privacy.mentions import finder_of, fold, mentions
from network.accounts.privacy.sign_in import end_sessions
from network.core.audit import record
from network.core.personal_data import personal_data

MOST_HITS = 200
CHUNK = 500


class LastAdministrator(Exception):
    """The portal would have nobody left who keeps its accounts."""


@transaction.atomic
def erase_person(*, person: User, erased_by: User, now: datetime) -> list[str]:
    """Erase ``person``, and return where others have written her name or address (``app.model:key:column``).

    What she did for her city stays: challenges, votes, signatures and comments, without her. The audit log
    keeps her account's number, which says nothing any more. One last mail tells her. Raises
    ``LastAdministrator``, and ``User.DoesNotExist`` where it is done already.
    """
    _refuse_last_administrator(person)
    person = User.objects.select_for_update().get(pk=person.pk)
    name, addresses, key = person.name, addresses_of(person), person.pk
    forget_what_hangs_on_addresses(person)
    end_sessions(person)
    _forget_in_logs(person, name, addresses)
    for profile in UserProfile.objects.filter(user=person).exclude(avatar=""):
        profile.avatar.delete(save=False)
    person.delete()
    hits = [hit for hit, _row in zip(mentions(name, addresses), range(MOST_HITS), strict=False)]
    by = erased_by if erased_by.pk != key else None
    record(action="account.erased", subject=User(pk=key), actor=by, now=now, mentions=hits)
    if person.email.lower() in addresses:
        personal_data.say_farewell(
            address=person.email, language=person.locale, account=key, asked_herself=by is None, now=now
        )
    return hits


def _refuse_last_administrator(person: User) -> None:
    """Refuse where nobody else could keep the accounts; of two who leave at once, one waits for the other."""
    administrators = User.objects.select_for_update().filter(is_superuser=True, is_active=True).order_by("pk")
    if person.is_superuser and not [one for one in administrators if one.pk != person.pk]:
        raise LastAdministrator


def addresses_of(person: User) -> list[str]:
    """Return the addresses that ``person`` has shown to be hers.

    One that is only given may be somebody else's, whose records must neither be shown to her nor go with her.
    """
    verified = person.emailaddress_set.filter(verified=True)  # type: ignore[attr-defined]
    return sorted({address.lower() for address in verified.values_list("email", flat=True)})


def at_addresses_of(person: User, column: str) -> models.Q:
    """Return the condition that ``column`` holds an address of ``person``: for no row where she has none."""
    condition = models.Q(pk__in=[])
    for address in addresses_of(person):
        condition |= models.Q(**{f"{column}__iexact": address})
    return condition


def forget_what_hangs_on_addresses(person: User) -> None:
    """Erase what does not go with the account."""
    for holding in personal_data.all():
        if holding.erase:
            holding.erase(person)


def _forget_in_logs(person: User, name: str, addresses: list[str]) -> None:
    """Take her out of the editors' log: where what is logged is her account, or is called like her.

    A name of one word has to be the whole label: “Ana” also stands in “Montana” and in “Ana Novak”.
    """
    ModelLogEntry.objects.for_instance(person).update(label="", data={})
    whole = fold(name)
    within = finder_of(name if " " in name else "", addresses, whole_words=True)
    labels = ModelLogEntry.objects.exclude(label="").order_by("pk").values_list("pk", "label")
    keys = [
        key
        for key, label in labels.iterator(chunk_size=CHUNK)
        if (whole and fold(label) == whole) or (within and within(label))
    ]
    for start in range(0, len(keys), CHUNK):
        ModelLogEntry.objects.filter(pk__in=keys[start : start + CHUNK]).update(label="")


def rewrite_revisions(model: type[models.Model], change: Any, *words: str) -> int:
    """Have ``change(content)`` take somebody out of the stored states of ``model`` that hold one of ``words``.

    Return how many states were changed.
    """
    changed = 0
    pattern = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
    for revision in Revision.objects.filter(content_type__model=model._meta.model_name).iterator():
        if pattern.search(str(revision.content)) and change(revision.content):
            Revision.objects.filter(pk=revision.pk).update(content=revision.content)
            changed += 1
    return changed
