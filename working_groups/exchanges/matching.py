"""Whom a city could ask: member cities, each with what speaks for it and against it, line by line.

What counts: whether the city knows what is wanted (its offers, themes and challenges), how alike the two are
(``cities.likeness``), whether their people share a language, how earlier exchanges between them went, and how
much the city has on its hands already. ``docs/exchanges.md`` explains the points to readers.
"""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.translation import gettext, ngettext

from cities.enums import AffiliationState
from cities.likeness import Peer, Reason, Traits, best_peers, compare, names_of_themes, shared
from cities.models import Affiliation
from network.core.languages import language_name
from working_groups.exchanges.enums import REPORTED, UNDER_WAY, ExchangeState
from working_groups.models import ExchangeParty, PeerExchange

SHOWN = 6
# Points for each thing, and for how many of them at most.
OFFERS, MOST_OFFERS = 5, 2
DEALS_WITH, MOST_DEALS = 3, 2
LANGUAGE, MOST_LANGUAGES = 2, 1
WORKED = 2
BROKE_OFF = -2
BUSY, FREE, MOST_BUSY = -2, 1, 3  # for each exchange beyond the first that it helps in


@dataclass(slots=True)
class Record:
    """What is counted about a city beside its traits."""

    languages: set[str] = field(default_factory=set)
    worked: int = 0  # exchanges with the asking city that ended with a report
    broke_off: int = 0  # those that ended without
    busy: int = 0  # exchanges in which it helps now


NOTHING = Record()


def suggested_partners(exchange: PeerExchange, *, number: int = SHOWN) -> list[Peer]:
    """Return the member cities that could help best, with what speaks for each; who is named is left out."""
    wanted = wanted_themes(exchange)
    records = read_records(exchange)
    own = records.get(exchange.city_id, NOTHING)
    languages = set(exchange.languages) or own.languages
    left_out = set(exchange.parties.exclude(city=None).values_list("city", flat=True))

    def reasons_of(mine: Traits, theirs: Traits) -> list[Reason]:
        record = records.get(theirs.key, NOTHING)
        return weigh(mine, theirs, wanted=wanted, languages=languages, record=record)

    return best_peers(exchange.city, reasons_of, number=number, leave_out=left_out)


def weigh(
    mine: Traits, theirs: Traits, *, wanted: Collection[int], languages: Collection[str], record: Record
) -> list[Reason]:
    """Return what speaks for and against a city, the strongest first; without knowing the subject, nothing.

    ``wanted`` are themes of the spine by key.
    """
    knows = _knows(theirs, set(wanted) or mine.needs)
    if not knows:
        return []
    reasons = [
        *knows,
        *compare(mine, theirs),
        _languages(set(languages) & record.languages),
        _past(record),
        _load(record.busy),
    ]
    return sorted(filter(None, reasons), key=lambda reason: (-reason.points, reason.text))


def _knows(theirs: Traits, wanted: set[int]) -> list[Reason]:
    """Return that a city offers what is wanted, or else deals with it itself."""
    if wanted.isdisjoint(theirs.offers | theirs.themes | theirs.challenges):
        return []  # most cities: no words are put together for them
    offered = wanted & theirs.offers
    dealt_with = (wanted & (theirs.themes | theirs.challenges)) - offered
    found = [
        shared(gettext("Offers what is wanted: %(list)s"), names_of_themes(offered), OFFERS, MOST_OFFERS),
        shared(gettext("Deals with the same: %(list)s"), names_of_themes(dealt_with), DEALS_WITH, MOST_DEALS),
    ]
    return [reason for reason in found if reason]


def _languages(spoken: set[str]) -> Reason | None:
    names = sorted(map(language_name, spoken))
    return shared(gettext("People there speak %(list)s too"), names, LANGUAGE, MOST_LANGUAGES)


def _past(record: Record) -> Reason | None:
    """Return how earlier exchanges between the two went; the good ones count before the others."""
    if record.worked:
        words = ngettext(
            "You have completed an exchange with each other",
            "You have completed %(number)s exchanges with each other",
            record.worked,
        )
        return Reason(words % {"number": record.worked}, WORKED)
    if record.broke_off:
        return Reason(gettext("An exchange between you ended early"), BROKE_OFF)
    return None


def _load(busy: int) -> Reason | None:
    """Return that a city helps in several exchanges already."""
    beyond = min(max(busy - FREE, 0), MOST_BUSY)
    if not beyond:
        return None
    words = ngettext("Helps in one exchange now", "Helps in %(number)s exchanges now", busy)
    return Reason(words % {"number": busy}, BUSY * beyond)


def wanted_themes(exchange: PeerExchange) -> set[int]:
    """Return the themes of the spine that an exchange is about: its own, else its challenge's."""
    themes = list(exchange.themes.all())
    if not themes and exchange.challenge:
        themes = list(exchange.challenge.themes.all())
    return {theme.broader_id or theme.pk for theme in themes}


def read_records(exchange: PeerExchange) -> dict[int, Record]:
    """Return by city what is counted beside its traits, in three queries however many cities there are."""
    records: dict[int, Record] = defaultdict(Record)
    rows = Affiliation.objects.filter(
        state=AffiliationState.APPROVED, city__isnull=False, person__is_active=True
    )
    for city, spoken in rows.order_by().exclude(person__languages=[]).values_list("city", "person__languages"):
        records[city].languages.update(spoken)
    for city, number in _helping_now(exchange):
        records[city].busy = number
    for (city, state), number in _between(exchange).items():
        if state in REPORTED:
            records[city].worked += number
        else:
            records[city].broke_off += number
    return records


def _helping_now(exchange: PeerExchange) -> list[tuple[int, int]]:
    rows = ExchangeParty.objects.helping().accepted().filter(city__isnull=False)
    busy = rows.filter(exchange__state__in=UNDER_WAY).exclude(exchange=exchange.pk)
    return list(busy.order_by().values_list("city").annotate(number=Count("pk")))


def _between(exchange: PeerExchange) -> Counter[tuple[int, str]]:
    """Return how many introduced exchanges between the asking city and another one are over, by state."""
    over = Q(exchange__state__in=REPORTED) | Q(
        exchange__state=ExchangeState.ENDED, exchange__confirmed_at__isnull=False
    )
    accepted = ExchangeParty.objects.accepted().filter(over, city__isnull=False)
    mine = accepted.filter(city=exchange.city_id).values("exchange")
    others = accepted.filter(exchange__in=mine).exclude(city=exchange.city_id)
    return Counter(others.order_by().values_list("city", "exchange__state"))
