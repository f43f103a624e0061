"""What people have chosen to hear of: read for many at once, and written for one."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from network.mail.enums import Frequency
from network.mail.kinds import kinds
from network.mail.lists import WHOLE, MailList, lists
from network.mail.models import Delivery, DigestTime, Preference
from network.mail.models.preference import USUAL_HOUR, USUAL_WEEKDAY

DIGEST = "digest"  # the list that stops every digest at once


class Choices:
    """What some people have chosen, read with one query: the list's default where they have not."""

    def __init__(self, people: Collection[int]) -> None:
        rows = Preference.objects.filter(person__in=people).values_list("person", "list", "of", "frequency")
        self._chosen = {(person, key, of): frequency for person, key, of, frequency in rows}

    def frequency(self, person: int, mail_list: MailList, of: int = WHOLE) -> str:
        """Return how often a person hears of a thing."""
        return self._chosen.get((person, mail_list.key, of), mail_list.default)

    def wants_digests(self, person: int) -> bool:
        """Return whether a person wants digests at all."""
        return self._chosen.get((person, DIGEST, WHOLE)) != Frequency.NEVER


def opted_out_among(batch: Iterable[Delivery]) -> set[int]:
    """Return the keys of the mails whose readers do not want what they are about, with one query at most."""
    about = {}
    for delivery in batch:
        kind = kinds.find(delivery.kind)
        if kind and kind.list_of and delivery.recipient_id:
            about[delivery.pk] = (delivery.recipient_id, *kind.list_of(delivery))
    if not about:
        return set()
    people, keys = ({row[place] for row in about.values()} for place in (0, 1))
    refused = Preference.objects.filter(person__in=people, list__in=keys, frequency=Frequency.NEVER)
    found = set(refused.values_list("person", "list", "of"))
    return {pk for pk, row in about.items() if row in found}


def who_wants(mail_list: MailList, frequency: str, *, person: str, of: str = "") -> Q:
    """Return the condition on a row that its ``person`` hears of its ``of`` as often as ``frequency``.

    Both are names of columns of the row; without ``of`` it is about the list as a whole.
    """
    about = OuterRef(of) if of else WHOLE
    chosen = Preference.objects.filter(person=OuterRef(person), list=mail_list.key, of=about)
    wanted = Q(Exists(chosen.filter(frequency=frequency)))
    return wanted | ~Q(Exists(chosen)) if frequency == mail_list.default else wanted


def not_stopped(*, person: str) -> Q:
    """Return the condition on a row that its ``person`` wants digests at all."""
    stopped = Preference.objects.filter(
        person=OuterRef(person), list=DIGEST, of=WHOLE, frequency=Frequency.NEVER
    )
    return ~Q(Exists(stopped))


@transaction.atomic
def choose(*, person: Any, mail_list: MailList, of: int = WHOLE, frequency: str, now: datetime) -> None:
    """Write down how often a person hears of a thing; raises ``ValueError`` for what is not offered."""
    if frequency not in mail_list.frequencies:
        raise ValueError(frequency)
    Preference.objects.update_or_create(
        person=person,
        list=mail_list.key,
        of=of,
        defaults={"frequency": frequency, "chosen_at": now},
    )


@transaction.atomic
def choose_all(
    *, person: Any, chosen: Mapping[tuple[str, int], str], hour: int, weekday: int, now: datetime
) -> None:
    """Write down a whole form: by list and thing how often, and when the digest comes."""
    for (key, of), frequency in chosen.items():
        mail_list = lists.find(key)
        if mail_list:
            choose(person=person, mail_list=mail_list, of=of, frequency=frequency, now=now)
    DigestTime.objects.update_or_create(person=person, defaults={"hour": hour, "weekday": weekday})


def with_times(people: Any) -> Any:
    """Return a queryset of people with the ``hour`` and ``weekday`` of their digests."""
    return people.annotate(
        hour=Coalesce(F("digest_time__hour"), USUAL_HOUR),
        weekday=Coalesce(F("digest_time__weekday"), USUAL_WEEKDAY),
    )
