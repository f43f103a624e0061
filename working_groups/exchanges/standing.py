"""In which exchanges a person has a say, and as what: read once for each instance of her."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q

from cities.permissions import seats_of
from working_groups.exchanges.enums import PartyRole
from working_groups.standing import groups_of


@dataclass(frozen=True, slots=True)
class Exchanges:
    """The keys of the exchanges for whose asking city she speaks, for a party that was asked or has offered,
    for one that both sides have accepted, for one that has been declined, and in which she has a seat.
    """

    asking: frozenset[int] = frozenset()
    invited: frozenset[int] = frozenset()
    accepted: frozenset[int] = frozenset()
    declined: frozenset[int] = frozenset()
    seated: frozenset[int] = frozenset()

    @property
    def inside(self) -> frozenset[int]:
        """Those in which she works, once the parties are introduced."""
        return self.asking | self.accepted | self.seated

    @property
    def known(self) -> frozenset[int]:
        """Those that exist for her."""
        return self.inside | self.invited


NONE = Exchanges()


def exchanges_of(person: Any) -> Exchanges:
    """Return the exchanges of ``person``; a stranger, and one whose account is switched off, has none.

    For a city its coordinators speak, for a partner its representatives, an expert for herself.
    """
    if not person.is_authenticated or not person.is_active:
        return NONE
    if not hasattr(person, "_exchanges"):
        person._exchanges = _read(person)
    return person._exchanges


def forget_exchanges(person: Any) -> None:
    """Have the exchanges of ``person`` read anew: for what changes them and goes on in the same request."""
    if hasattr(person, "_exchanges"):
        del person._exchanges


def speaks_for(person: Any, party: Any) -> bool:
    """Return whether ``person`` speaks for a party."""
    seats = seats_of(person)
    expert = person.is_authenticated and party.expert_id == person.pk
    return party.city_id in seats.coordinated or party.partner_id in seats.represented or expert


def _read(person: Any) -> Exchanges:
    seats = seats_of(person)
    hers = Q(expert=person) | Q(city__in=seats.coordinated) | Q(partner__in=seats.represented)
    # By its name: the model's own reads ask this module.
    rows = apps.get_model("working_groups", "ExchangeParty").objects.filter(hers).order_by()
    found = list(rows.values_list("exchange", "role", "asker_said", "party_said"))
    helping = [row for row in found if row[1] == PartyRole.ANSWERING and False not in row[2:]]
    return Exchanges(
        asking=frozenset(row[0] for row in found if row[1] == PartyRole.ASKING),
        invited=frozenset(row[0] for row in helping),
        accepted=frozenset(row[0] for row in helping if row[2] and row[3]),
        declined=frozenset(row[0] for row in found if False in row[2:]),
        seated=frozenset(person.exchange_seats.order_by().values_list("exchange", flat=True)),
    )


def matches_exchanges(person: Any) -> bool:
    """Return whether ``person`` brings cities together: moderators and administrators do."""
    return person.has_perm("working_groups.match_peerexchange")


def facilitates_group_of(person: Any, exchange: Any) -> bool:
    """Return whether ``person`` runs the group to which an exchange belongs."""
    return exchange.group_id is not None and exchange.group_id in groups_of(person).facilitated
