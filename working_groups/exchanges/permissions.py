"""Who may do what with peer exchanges. They are asked through ``core.access.can``.

A rule says whose business an action is, and in which states; the states are asked again under the lock.
"""

from typing import Any

from cities.permissions import is_coordinator, offers_expertise, seats_of
from working_groups.exchanges.enums import REPORTED, TOGETHER, ExchangeState
from working_groups.exchanges.standing import (
    exchanges_of,
    facilitates_group_of,
    matches_exchanges,
    speaks_for,
)

CHANGED_IN = (ExchangeState.DRAFT, ExchangeState.REQUESTED)


def asks_for_exchanges(person: Any, _model: Any) -> bool:
    """Allow the coordinators of member cities."""
    return is_coordinator(person)


def is_public(exchange: Any) -> bool:
    """Return whether everybody reads of it: an open call, or a result that was made public."""
    return exchange.city.live and (exchange.is_open_call or (exchange.shows_result and exchange.is_reported))


def sees_exchange(person: Any, exchange: Any) -> bool:
    """Allow everybody where it is public, its parties, the asked, and those who bring cities together."""
    if is_public(exchange) or exchange.pk in exchanges_of(person).asking:
        return True
    if exchange.state == ExchangeState.DRAFT:
        return False
    return exchange.pk in exchanges_of(person).known or brings_together(person, exchange)


def brings_together(person: Any, exchange: Any) -> bool:
    """Return whether ``person`` may name partners and confirm: moderators, and whoever runs its group."""
    sent = exchange.state != ExchangeState.DRAFT
    return sent and (matches_exchanges(person) or facilitates_group_of(person, exchange))


def changes_request(person: Any, exchange: Any) -> bool:
    """Allow the coordinators of the city that asks, until the parties are introduced."""
    return exchange.pk in exchanges_of(person).asking and exchange.state in CHANGED_IN


def names_partners(person: Any, exchange: Any) -> bool:
    """Allow those who ask, and once it is sent those who bring cities together."""
    return exchange.state in CHANGED_IN and (
        changes_request(person, exchange) or brings_together(person, exchange)
    )


def offers_to_take_part(person: Any, exchange: Any) -> bool:
    """Allow other cities' coordinators, partners' representatives and experts, while the call is open."""
    hers = exchanges_of(person)
    if not exchange.is_open_call or not exchange.city.live or exchange.pk in hers.known | hers.declined:
        return False
    seats = seats_of(person)
    others = (seats.coordinated & seats.member_cities) - {exchange.city_id}
    return bool(others or seats.represented or answers_as_expert(person, exchange))


def answers_as_expert(person: Any, exchange: Any) -> bool:
    """Return whether ``person`` lets herself be found as an expert, and not by her own city."""
    profile = getattr(person, "expert_profile", None)
    listed = profile is not None and profile.is_listed and offers_expertise(person, None)
    return listed and exchange.city_id not in seats_of(person).cities


def confirms_match(person: Any, exchange: Any) -> bool:
    """Allow those who bring cities together, but nobody about an exchange of her own."""
    own = exchange.pk in exchanges_of(person).inside
    return exchange.state == ExchangeState.REQUESTED and brings_together(person, exchange) and not own


def reads_inside(person: Any, exchange: Any) -> bool:
    """Allow its parties once they are introduced, and moderators, who leave a trace of it."""
    if exchange.confirmed_at is None:
        return False
    return exchange.pk in exchanges_of(person).inside or matches_exchanges(person)


def speaks_for_a_side(person: Any, exchange: Any) -> bool:
    """Return whether ``person`` speaks for the city that asks, or for a party that was accepted."""
    hers = exchanges_of(person)
    return exchange.pk in hers.asking or exchange.pk in hers.accepted


def agrees(person: Any, exchange: Any) -> bool:
    """Allow those who speak for a side to write the agreement and to agree to it, until work begins."""
    return exchange.state in (ExchangeState.MATCHED, ExchangeState.AGREED) and speaks_for_a_side(
        person, exchange
    )


def takes_part(person: Any, exchange: Any) -> bool:
    """Allow those who work in it to begin, to meet and to keep its log, until it is over."""
    return exchange.state in TOGETHER and exchange.pk in exchanges_of(person).inside


def names_people(person: Any, exchange: Any) -> bool:
    """Allow those who speak for a side to say who takes part for it."""
    return exchange.state in TOGETHER and speaks_for_a_side(person, exchange)


def reports(person: Any, exchange: Any) -> bool:
    """Allow those who work in it, once it is under way; of what is over, those who speak for a side."""
    if exchange.state == ExchangeState.ACTIVE:
        return exchange.pk in exchanges_of(person).inside
    return exchange.state in REPORTED and speaks_for_a_side(person, exchange)


def makes_outcomes(person: Any, exchange: Any) -> bool:
    """Allow the city that asked to write the practice that came of it, and editors a product."""
    return exchange.state in REPORTED and (
        exchange.pk in exchanges_of(person).asking or makes_products(person, exchange)
    )


def makes_products(person: Any, exchange: Any) -> bool:
    """Allow those who bring cities together, and may write pages."""
    return exchange.state in REPORTED and matches_exchanges(person)


def follows_up(person: Any, exchange: Any) -> bool:
    """Allow the city that asked, once it is completed."""
    return exchange.pk in exchanges_of(person).asking and exchange.state in REPORTED


def ends_exchange(person: Any, exchange: Any) -> bool:
    """Allow those who speak for a side and those who bring cities together, while it is not over."""
    if exchange.state in (*REPORTED, ExchangeState.ENDED):
        return False
    return speaks_for_a_side(person, exchange) or brings_together(person, exchange)


def sees_party(person: Any, party: Any) -> bool:
    """Allow who asks, who brings together and the party itself; those beside it once both said yes."""
    exchange, hers = party.exchange, exchanges_of(person)
    if exchange.pk in hers.asking:
        return True
    if exchange.state == ExchangeState.DRAFT:
        return False
    beside = party.is_accepted and exchange.pk in hers.inside and exchange.confirmed_at is not None
    return beside or speaks_for(person, party) or brings_together(person, exchange)


def answers_for_asker(person: Any, party: Any) -> bool:
    """Allow the city that asks to say yes or no to who has offered or was named, until they are introduced."""
    waits = party.asker_said is None and not party.is_declined and not party.asks
    return waits and changes_request(person, party.exchange)


def answers_for_party(person: Any, party: Any) -> bool:
    """Allow who speaks for a party to say yes or no for it, until they are introduced."""
    waits = party.party_said is None and not party.is_declined and not party.asks
    return waits and party.exchange.state == ExchangeState.REQUESTED and speaks_for(person, party)


def takes_party_back(person: Any, party: Any) -> bool:
    """Allow who asks, who brings together, the party itself; those beside it once both said yes."""
    if party.asks or party.is_declined or party.exchange.state not in CHANGED_IN:
        return False
    if party.is_accepted:
        return changes_request(person, party.exchange) or speaks_for(person, party)
    asked = party.asker_said and changes_request(person, party.exchange)
    return bool(asked or (party.party_said and speaks_for(person, party)))


def sees_within(person: Any, row: Any) -> bool:
    """Allow whoever reads what is inside its exchange."""
    return reads_inside(person, row.exchange)


def ends_seat(person: Any, seat: Any) -> bool:
    """Allow herself, and who speaks for the party that has named her."""
    own = person.is_authenticated and seat.person_id == person.pk
    return seat.exchange.state in TOGETHER and (own or speaks_for(person, seat.party))


EXCHANGE_RULES = {
    "view": sees_exchange,
    "create": asks_for_exchanges,
    "change": changes_request,
    "name partners": names_partners,
    "offer": offers_to_take_part,
    "confirm": confirms_match,
    "read inside": reads_inside,
    "agree": agrees,
    "take part": takes_part,
    "name people": names_people,
    "report": reports,
    "make outcomes": makes_outcomes,
    "make products": makes_products,
    "follow up": follows_up,
    "end": ends_exchange,
}
PARTY_RULES = {
    "view": sees_party,
    "answer for asker": answers_for_asker,
    "answer for party": answers_for_party,
    "take back": takes_party_back,
}
SEAT_RULES = {"view": sees_within, "end": ends_seat}
WITHIN_RULES = {"view": sees_within}
