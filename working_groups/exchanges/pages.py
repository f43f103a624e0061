"""What the pages of exchanges show, gathered before a template is rendered."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from network.core.access import can
from network.core.breadcrumbs import Crumb
from network.core.facts import Fact, FactLink, known
from network.core.languages import language_name
from network.core.letterhead import absolute
from network.core.light_markup import to_html
from network.core.pagination import paginate
from network.core.structured_data import described
from network.search.listing import Listing
from working_groups.enums import MeetingKind
from working_groups.exchanges.enums import REPORTED, ExchangeState
from working_groups.exchanges.lists import EXCHANGES, PATH
from working_groups.exchanges.permissions import is_public
from working_groups.exchanges.standing import exchanges_of, speaks_for
from working_groups.exchanges.work_forms import EntryForm
from working_groups.meetings.pages import rows_of
from working_groups.models import ExchangeParty, ExchangeSeat, PeerExchange
from working_groups.outcomes.pages import outcomes_of

ENTRIES_ON_A_PAGE = 20
WAY = (
    (ExchangeState.REQUESTED, _("Requested"), "requested_at"),
    (ExchangeState.MATCHED, _("Introduced"), "confirmed_at"),
    (ExchangeState.AGREED, _("Agreed"), "agreed_at"),
    (ExchangeState.ACTIVE, _("Under way"), "began_at"),
    (ExchangeState.COMPLETED, _("Completed"), "completed_at"),
    (ExchangeState.FOLLOWED_UP, _("Followed up"), "followed_up_at"),
)
STEPS = (
    ("exchange-edit", _("What you would like to learn")),
    ("exchange-partners", _("Whom you ask")),
    ("exchange-practicalities", _("How and when")),
)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of an exchange's way: whether it is behind, or where the exchange stands, and since when."""

    label: str
    is_done: bool
    is_current: bool
    at: Any = None


@dataclass(slots=True)
class PartyRow:
    """A party as this reader sees it: where it stands in words, what speaks for it, what she can do."""

    party: ExchangeParty
    url: str
    said: str
    may: dict[str, bool]
    people: list[ExchangeSeat] = field(default_factory=list)


def list_context(request: Any) -> dict[str, Any]:
    """Return what the list shows to the sender of ``request``."""
    title = gettext("Peer exchanges")
    mine = []
    if request.user.is_authenticated:
        rows = PeerExchange.objects.of(request).for_listing().order_by("-changed_at", "-pk")
        mine = [one.as_entry() for one in rows[:10]]
    return {
        "listing": Listing(EXCHANGES, request, title=title).gathered(),
        "mine": mine,
        "may_ask": can(request, "create", PeerExchange),
        "meta_title": title,
        "breadcrumbs": [Crumb(gettext("Home"), "/"), Crumb(title)],
        "canonical_url": absolute(PATH),
        "json_ld": described("CollectionPage", title, PATH),
    }


def crumbs(*last: Crumb) -> list[Crumb]:
    """Return the way to a page below the list."""
    return [Crumb(gettext("Home"), "/"), Crumb(gettext("Peer exchanges"), PATH), *last]


def frame(exchange: PeerExchange, title: str) -> dict[str, Any]:
    """Return what every page below an exchange's own shows."""
    way = crumbs(Crumb(exchange.title, exchange.get_absolute_url()), Crumb(title))
    return {"exchange": exchange, "title": title, "breadcrumbs": way}


def step_frame(exchange: PeerExchange | None, current: str) -> dict[str, Any]:
    """Return what the pages of the request's three steps show: which it is, and the way to the others."""
    steps = [
        {
            "label": str(label),
            "url": reverse(f"working_groups:{name}", args=[exchange.pk]) if exchange else "",
            "is_current": name == current,
        }
        for name, label in STEPS
    ]
    title = gettext("Ask for a peer exchange")
    if exchange is None:
        return {"title": title, "breadcrumbs": crumbs(Crumb(title)), "steps": steps}
    return frame(exchange, next(step["label"] for step in steps if step["is_current"])) | {"steps": steps}


def stages_of(exchange: PeerExchange) -> list[Stage]:
    """Return the way of an exchange, with where it stands; none for a draft and for what ended early."""
    order = [state for state, _label, _column in WAY]
    if exchange.state not in order:
        return []
    at = order.index(ExchangeState(exchange.state))
    return [
        Stage(str(label), place < at, place == at, getattr(exchange, column))
        for place, (_state, label, column) in enumerate(WAY)
    ]


def facts_of(exchange: PeerExchange) -> list[Fact]:
    """Return what the sheet beside the text says."""
    challenge = exchange.challenge
    links = (
        (FactLink(challenge.title, challenge.get_absolute_url()),) if challenge and challenge.is_public else ()
    )
    city = exchange.city
    asked = (FactLink(city.name, city.get_absolute_url() if city.live else ""),)
    return known(
        Fact(gettext("Asks"), links=asked),
        Fact(gettext("Helped"), links=helpers_of(exchange)),
        Fact(gettext("Kind"), exchange.kind_title),
        Fact(gettext("Challenge"), links=links, wide=True),
        Fact(gettext("How"), MeetingKind(exchange.way).label),
        Fact(gettext("When"), exchange.timing, wide=True),
        Fact(gettext("Who pays"), exchange.budget, wide=True),
        Fact(gettext("Languages"), ", ".join(sorted(map(language_name, exchange.languages)))),
        Fact(gettext("Requested"), _day(exchange.requested_at)),
    )


def helpers_of(exchange: PeerExchange) -> tuple[FactLink, ...]:
    """Return the cities and partners that helped, of an exchange whose result is public; no people."""
    if not exchange.shows_result:
        return ()
    rows = exchange.parties.helping().accepted().select_related("city", "partner")
    helped = [party.organisation for party in rows if party.organisation and party.organisation.live]
    return tuple(FactLink(one.name, one.get_absolute_url()) for one in helped)


def _day(moment: Any) -> str:
    return date_format(moment, "j F Y") if moment else ""


def detail_context(request: Any, exchange: PeerExchange) -> dict[str, Any]:
    """Return what the page of an exchange shows to this reader."""
    inside = can(request, "read inside", exchange)
    public = is_public(exchange)
    report = getattr(exchange, "report", None)
    parties = party_rows(request, exchange)
    return {
        "exchange": exchange,
        "stages": stages_of(exchange),
        "facts": facts_of(exchange),
        "parties": parties,
        "waits": what_waits(request, exchange),
        "may": {name: can(request, rule, exchange) for name, rule in MAY.items()},
        "inside": inside,
        "is_public": public,
        "summary": report.summary if report and exchange.shows_result else "",
        **(_inside(request, exchange, report, parties) if inside else {}),
        "meta_title": exchange.title,
        "meta_description": exchange.wanted[:200] if public else "",
        "canonical_url": absolute(exchange.get_absolute_url()),
        "breadcrumbs": crumbs(Crumb(exchange.title)),
        "json_ld": described("WebPage", exchange.title, exchange.get_absolute_url()) if public else None,
    }


# What this reader can do, by the names that the template has for it.
MAY = {
    "change": "change",
    "name_partners": "name partners",
    "offer": "offer",
    "confirm": "confirm",
    "agree": "agree",
    "take_part": "take part",
    "name_people": "name people",
    "report": "report",
    "draft_practice": "make outcomes",
    "draft_product": "make products",
    "follow_up": "follow up",
    "end": "end",
}


def _inside(request: Any, exchange: PeerExchange, report: Any, parties: list[PartyRow]) -> dict[str, Any]:
    """Return what those who take part have between them."""
    agreement = getattr(exchange, "agreement", None)
    own = next((row.party for row in parties if row.may["name_people"]), None)
    entries = exchange.entries.select_related("author")
    meetings = exchange.meetings.for_listing().order_by("starts_at", "pk")
    return {
        "agreement": agreement,
        "own": own,
        "has_agreed": bool(own and agreement and own.agreed_version == agreement.version),
        "meetings": rows_of(request, meetings),
        "page_obj": paginate(entries, request, ENTRIES_ON_A_PAGE),
        "entry_form": EntryForm() if can(request, "take part", exchange) else None,
        "report": report if exchange.state in REPORTED else None,
        "report_parts": report_parts(report) if report else [],
        "outcomes": outcomes_of(request, exchange),
    }


def own_party(request: Any, exchange: PeerExchange) -> ExchangeParty | None:
    """Return the accepted party for which the reader speaks, the asking one first."""
    if not request.user.is_authenticated:
        return None
    rows = exchange.parties.accepted().for_listing()
    return next((party for party in rows if speaks_for(request.user, party)), None)


def party_rows(request: Any, exchange: PeerExchange) -> list[PartyRow]:
    """Return the parties that the reader may see; with their people once they are introduced."""
    if not request.user.is_authenticated:
        return []
    inside = can(request, "read inside", exchange)
    seats = list(exchange.seats.select_related("person")) if inside else []
    rows = []
    for party in exchange.parties.visible_to(request).for_listing():
        party.exchange = exchange
        organisation = party.organisation
        shown = organisation is not None and organisation.live
        may = {name: can(request, rule, party) for name, rule in PARTY_MAY.items()}
        own = exchange.is_together and speaks_for(request.user, party) and party.is_accepted
        people = [seat for seat in seats if seat.party_id == party.pk and seat.person.is_active]
        rows.append(
            PartyRow(
                party,
                organisation.get_absolute_url() if shown else "",
                said_of(party),
                may | {"name_people": own},
                people,
            )
        )
    return rows


PARTY_MAY = {
    "answer_for_asker": "answer for asker",
    "answer_for_party": "answer for party",
    "take_back": "take back",
}


def said_of(party: ExchangeParty) -> str:
    """Return in a few words where a party stands."""
    if party.asks:
        return gettext("asks")
    if party.is_accepted:
        return gettext("both sides say yes") if party.exchange.confirmed_at is None else gettext("takes part")
    if party.is_declined:
        return gettext("says no") if party.party_said is False else gettext("is not needed")
    if party.party_said:
        return gettext("has offered help")
    is_draft = party.exchange.state == ExchangeState.DRAFT
    return gettext("is asked once you send the request") if is_draft else gettext("has not answered yet")


def what_waits(request: Any, exchange: PeerExchange) -> str:
    """Return in a sentence what this reader's next step is."""
    if exchange.pk in exchanges_of(request.user).asking:
        return str(FOR_ASKER.get(ExchangeState(exchange.state), ""))
    return ""


FOR_ASKER = {
    ExchangeState.DRAFT: _(
        "This is a draft: only the coordinators of your city see it. Send it once it is complete."
    ),
    ExchangeState.REQUESTED: _(
        "Your request is out. Whoever says yes, and to whom you say yes, is introduced to you."
    ),
    ExchangeState.MATCHED: _(
        "You know each other now. Write down together what you want to reach, and agree to it."
    ),
    ExchangeState.AGREED: _("All have agreed. Say when you begin."),
    ExchangeState.ACTIVE: _("Note in the log what you do and see. At the end, write the report together."),
    ExchangeState.COMPLETED: _("Make a good practice of it, so that others can learn from you too."),
}


def report_parts(report: Any) -> list[tuple[str, str]]:
    """Return the parts of a report that say something: title, text as HTML."""
    parts = [
        (gettext("What was done"), report.done),
        (gettext("What was learned"), report.learned),
        (gettext("What did not work"), report.failed),
        (gettext("What happens next"), report.next_steps),
        (gettext("Half a year later"), _left_of(report)),
    ]
    return [(title, mark_safe(to_html(text))) for title, text in parts if text]  # noqa: S308 (cleaned there)


def _left_of(report: Any) -> str:
    """Return what was said half a year later."""
    if not report.follow_up:
        return ""
    return "\n\n".join(filter(None, (f"{report.get_follow_up_display()}.", report.follow_up_text)))


def is_shown(request: Any, exchange: PeerExchange) -> bool:
    """Return whether the reader may still see the exchange as it is now."""
    return PeerExchange.objects.visible_to(request).filter(pk=exchange.pk).exists()
