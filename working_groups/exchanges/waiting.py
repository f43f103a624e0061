"""What waits for a person in exchanges."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from network.core.access import can
from network.core.waiting import Waiting
from working_groups.exchanges.enums import ExchangeState
from working_groups.exchanges.querysets import own_party
from working_groups.exchanges.standing import exchanges_of, matches_exchanges
from working_groups.models import ExchangeParty, PeerExchange
from working_groups.standing import groups_of

URGENT, SOON, LATER = 40, 30, 20
SHOWN = 5  # of each kind


def gather(person: Any, now: datetime) -> Iterator[Waiting]:
    """Yield to what ``person`` is asked to say yes or no, what she has to agree to, and what is due."""
    if not person.is_authenticated:
        return
    yield from _asked(person)
    yield from _own(person, now)
    yield from _to_confirm(person)


def _asked(person: Any) -> Iterator[Waiting]:
    """Yield the requests that wait for her yes or no, and the offers to her city."""
    rows = ExchangeParty.objects.helping().undecided().filter(exchange__state=ExchangeState.REQUESTED)
    asked = rows.filter(own_party(person), party_said__isnull=True)
    for party in asked.select_related("exchange__city").order_by("named_at", "pk")[:SHOWN]:
        words = gettext("%(city)s asks for an exchange: %(title)s") % _named(party.exchange)
        url = reverse("working_groups:party-answer", args=[party.exchange_id, party.pk])
        yield Waiting(words, url, weight=URGENT)
    offered = rows.filter(exchange__in=exchanges_of(person).asking, asker_said__isnull=True)
    for party in offered.for_listing().select_related("exchange").order_by("named_at", "pk")[:SHOWN]:
        words = gettext("%(name)s could help: %(title)s") % {"name": party.name, "title": party.exchange.title}
        url = reverse("working_groups:party-decide", args=[party.exchange_id, party.pk])
        yield Waiting(words, url, text=party.note, weight=URGENT)


def _own(person: Any, now: datetime) -> Iterator[Waiting]:
    """Yield drafts, agreements that she has not agreed to, exchanges that are to begin, and follow-ups."""
    hers = exchanges_of(person)
    drafts = PeerExchange.objects.filter(pk__in=hers.asking, state=ExchangeState.DRAFT, asked_by=person)
    for exchange in drafts.order_by("created_at", "pk")[:SHOWN]:
        words = gettext("Not sent yet: %(title)s") % {"title": exchange.title}
        yield Waiting(words, exchange.get_absolute_url(), weight=LATER)
    matched = ExchangeParty.objects.accepted().filter(own_party(person), exchange__state=ExchangeState.MATCHED)
    unsigned = matched.filter(agreed_version__isnull=True, exchange__in=hers.asking | hers.accepted)
    for party in unsigned.select_related("exchange").order_by("exchange__confirmed_at", "pk")[:SHOWN]:
        words = gettext("Agree on your exchange: %(title)s") % {"title": party.exchange.title}
        yield Waiting(words, f"{party.exchange.get_absolute_url()}#agreement", weight=SOON)
    due = PeerExchange.objects.due_for_follow_up(now).filter(pk__in=hers.asking)
    for exchange in due.order_by("follow_up_on", "pk")[:SHOWN]:
        words = gettext("What has become of it? %(title)s") % {"title": exchange.title}
        url = reverse("working_groups:exchange-follow-up", args=[exchange.pk])
        yield Waiting(words, url, weight=SOON)
    yield from _agreed(person)


def _agreed(person: Any) -> Iterator[Waiting]:
    """Yield the agreed exchanges whose day has come."""
    rows = PeerExchange.objects.filter(pk__in=exchanges_of(person).inside, state=ExchangeState.AGREED)
    for exchange in rows.select_related("agreement").order_by("agreement__starts_on", "pk")[:SHOWN]:
        begins = timezone.make_aware(datetime.combine(exchange.agreement.starts_on, time()))
        words = gettext("Say when you begin: %(title)s") % {"title": exchange.title}
        yield Waiting(words, exchange.get_absolute_url(), due_at=begins, weight=LATER)


def _to_confirm(person: Any) -> Iterator[Waiting]:
    """Yield the exchanges whose sides have said yes and that she can confirm."""
    rows = PeerExchange.objects.filter(state=ExchangeState.REQUESTED)
    if not matches_exchanges(person):
        hers = groups_of(person).facilitated
        if not hers:
            return
        rows = rows.filter(group__in=hers)
    accepted = ExchangeParty.objects.helping().accepted()
    for exchange in rows.filter(parties__in=accepted).distinct().order_by("requested_at", "pk")[:SHOWN]:
        if can(person, "confirm", exchange):
            words = gettext("Both sides say yes: %(title)s") % {"title": exchange.title}
            yield Waiting(words, exchange.get_absolute_url(), weight=URGENT)


def _named(exchange: PeerExchange) -> dict[str, str]:
    return {"city": exchange.city.name, "title": exchange.title}
