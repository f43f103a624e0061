"""What the pages of challenge cycles show, gathered before a template is rendered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.cycles.count import PARTS, Round, Step
from cities.cycles.enums import CyclePhase, EntryState, TieRule
from cities.cycles.notices import cities_of
from cities.cycles.permissions import voting_cities
from cities.cycles.results import Result
from cities.models import ChallengeCycle, City, CycleEntry
from network.core.access import person_of
from network.core.breadcrumbs import Crumb
from network.core.facts import Fact, known, outside_link
from network.core.letterhead import absolute
from network.core.registry import Panel
from network.core.structured_data import described
from network.core.tables import Cell, Group


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as a row of a list."""

    title: str
    url: str
    city: str
    city_url: str
    summary: str
    number: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """A step of the timeline: its name, and when, in the reader's zone and in UTC."""

    title: str
    local: str
    utc: str
    mark: str = ""


def cycles_crumbs(*rest: Crumb) -> list[Crumb]:
    """Return the way to a page below the list of cycles."""
    listing = Crumb(_("Challenge cycles"), reverse("cities:cycle-list") if rest else "")
    return [Crumb(_("Home"), "/"), listing, *rest]


def cycle_crumbs(cycle: ChallengeCycle, title: str = "") -> list[Crumb]:
    """Return the way to a cycle, or to a page below it."""
    if not title:
        return cycles_crumbs(Crumb(cycle.title))
    return cycles_crumbs(Crumb(cycle.title, cycle.get_absolute_url()), Crumb(title))


def own_cities(viewer: Any) -> list[City]:
    """Return the member cities for which ``viewer`` submits and votes, by name."""
    person = person_of(viewer)
    return list(cities_of(person)) if voting_cities(person) else []


def when(at: datetime) -> Moment:
    """Return a moment on the reader's clock, and in UTC where that differs."""
    local = timezone.localtime(at)
    utc = at.astimezone(UTC)
    differs = bool(local.utcoffset())
    return Moment(
        "",
        date_format(local, "j F Y, H:i") + ("" if differs else " UTC"),
        date_format(utc, "j F Y, H:i") + " UTC" if differs else "",
    )


def timeline(cycle: ChallengeCycle, now: datetime) -> list[Moment]:
    """Return the cycle's moments in order; the last one that is over is marked."""
    named = [
        (_("Call opens"), cycle.call_opens_at),
        (_("Call closes"), cycle.call_closes_at),
        (_("Vote opens"), cycle.vote_opens_at),
        (_("Vote closes, results"), cycle.vote_closes_at),
    ]
    over = [at for _name, at in named if at and at <= now]
    moments = []
    for name, at in named:
        if at:
            shown = when(at)
            mark = "now" if over and at == over[-1] else ""
            moments.append(Moment(name, shown.local, shown.utc, mark))
    return moments


def entry_row(entry: CycleEntry, note: str = "") -> Row:
    """Return an entry as a list shows it; a challenge that may not be read has neither address nor summary."""
    readable = entry.is_readable
    return Row(
        title=entry.title,
        url=entry.challenge.get_absolute_url() if readable else "",
        city=entry.city.name if entry.city.live else "",
        city_url=entry.city.get_absolute_url() if entry.city.live else "",
        summary=entry.challenge.summary if readable else "",
        number=entry.number,
        note=note,
    )


def entry_note(entry: CycleEntry) -> str:
    """Return what the cycle's page says of an entry beside its title."""
    if not entry.selected:
        return ""
    return _("Selected, place %(place)s") % {"place": entry.place} if entry.place else _("Selected")


def cycle_facts(cycle: ChallengeCycle, phase: CyclePhase) -> list[Fact]:
    """Return what holds for the cycle."""
    voted = phase != CyclePhase.RECORDED
    ballot = _("secret") if cycle.secret else _("open, with the cities’ names")
    return known(
        Fact(_("Now"), phase.label),
        Fact(_("Selected"), places_text(cycle) if voted else ""),
        Fact(_("Entries a city"), _("up to %(n)s") % {"n": cycle.entries_per_city} if voted else ""),
        Fact(_("Ballot"), ballot if voted else ""),
        Fact(_("Between equals"), cycle.get_tie_rule_display() if voted else "", wide=True),
        Fact(_("Seed of the draw"), cycle.tie_seed if voted else "", wide=True),
        Fact(_("Stated at"), links=outside_link(cycle.source_url)),
    )


def places_text(cycle: ChallengeCycle) -> str:
    """Return how many challenges are selected."""
    return ngettext("%(n)s challenge", "%(n)s challenges", cycle.places) % {"n": cycle.places}


def cycle_context(request, cycle: ChallengeCycle, now: datetime) -> dict[str, Any]:
    """Return the page of a cycle as the sender of ``request`` sees it."""
    phase = cycle.phase(now)
    entries = list(CycleEntry.objects.filter(cycle=cycle).visible_to(request).for_listing())
    cities = own_cities(request)
    mine = {city.pk for city in cities}
    accepted = [entry for entry in entries if entry.state == EntryState.ACCEPTED]
    return {
        "cycle": cycle,
        "phase": phase,
        "meta_title": cycle.title,
        "meta_description": cycle.description[:200],
        "canonical_url": absolute(cycle.get_absolute_url()),
        "breadcrumbs": cycle_crumbs(cycle),
        "facts": cycle_facts(cycle, phase),
        "moments": timeline(cycle, now),
        "criteria": [line.strip() for line in cycle.criteria.splitlines() if line.strip()],
        "rows": [entry_row(entry, entry_note(entry)) for entry in accepted],
        "own": [entry for entry in entries if entry.city_id in mine and entry.state != EntryState.WITHDRAWN],
        "cities": cities,
        "may_enter": bool(cities) and phase == CyclePhase.CALL,
        "may_vote": bool(cities) and phase == CyclePhase.VOTE,
        "json_ld": described("WebPage", cycle.title, cycle.get_absolute_url()),
        "looks_back": cycle.tie_rule == TieRule.EARLIER_ROUNDS,
    }


def list_row(cycle: ChallengeCycle, now: datetime) -> dict[str, Any]:
    """Return a cycle as a row of the list: its phase, and what comes next."""
    phase = cycle.phase(now)
    coming = {
        CyclePhase.AHEAD: (_("Call opens %(moment)s"), cycle.call_opens_at),
        CyclePhase.CALL: (_("Call closes %(moment)s"), cycle.call_closes_at),
        CyclePhase.CHECK: (_("Vote opens %(moment)s"), cycle.vote_opens_at),
        CyclePhase.VOTE: (_("Vote closes %(moment)s"), cycle.vote_closes_at),
    }.get(phase)
    note = coming[0] % {"moment": when(coming[1]).local} if coming and coming[1] else ""
    return {"cycle": cycle, "phase": phase.label, "note": note, "url": cycle.get_absolute_url()}


def votes_text(parts: int) -> str:
    """Return a number of votes with as many decimal places as it has, at most five."""
    whole, rest = divmod(parts, PARTS)
    return f"{whole}.{rest:05}".rstrip("0").rstrip(".") if rest else str(whole)


def _round_title(number: int, one: Round, titles: dict[int, str]) -> str:
    about = titles.get(one.about or 0, "")
    texts = {
        Step.FIRST: _("Round %(number)s: first preferences"),
        Step.SURPLUS: _("Round %(number)s: the surplus of “%(title)s” is passed on"),
        Step.EXCLUSION: _("Round %(number)s: “%(title)s” has the fewest votes and is taken out"),
        Step.LAST: _("Round %(number)s: the last places"),
    }
    return texts[one.step] % {"number": number, "title": about}


def round_groups(result: Result, titles: dict[int, str]) -> list[Group]:
    """Return the count as groups of a table: a round each, with every entry's votes after it."""
    groups, before, out = [], None, set()
    for number, one in enumerate(result.count.rounds, start=1):
        rows = []
        for entry, votes in sorted(one.votes.items(), key=lambda pair: (-pair[1], pair[0])):
            if entry in out:
                continue
            change = votes - before.votes[entry] if before else 0
            said = _happened(entry, one)
            rows.append(
                [
                    Cell(titles.get(entry, str(entry))),
                    Cell(votes_text(votes), _("Votes")),
                    Cell(_signed(change), _("Change") if change else ""),
                    Cell(said),
                ]
            )
        if one.lost:
            lost = one.lost - (before.lost if before else 0)
            rows.append(
                [
                    Cell(_("No further choice, and cut-off decimals")),
                    Cell(votes_text(one.lost), _("Votes")),
                    Cell(_signed(lost), _("Change") if lost else ""),
                    Cell(""),
                ]
            )
        groups.append(Group(_round_title(number, one, titles), rows))
        out |= {one.excluded} if one.excluded is not None else set()
        before = one
    return groups


def _signed(change: int) -> str:
    return "" if not change else ("+" if change > 0 else "−") + votes_text(abs(change))


def _happened(entry: int, one: Round) -> str:
    parts = []
    if entry in one.elected:
        parts.append(_("selected"))
    if entry == one.excluded:
        parts.append(_("taken out"))
    if entry in one.tied:
        parts.append(_("equal votes: the tie rule decided"))
    return ", ".join(parts)


def result_context(cycle: ChallengeCycle, result: Result) -> dict[str, Any]:
    """Return the count as the page of results shows it."""
    entries = {entry.number: entry for entry in cycle.entries.accepted().for_listing()}
    titles = {number: f"{number} · {entry.title}" for number, entry in entries.items()}
    count = result.count
    turnout = round(100 * count.ballots / result.electorate) if result.electorate else 0
    return {
        "selected": [entry_row(entries[number]) for number in count.elected if number in entries],
        "facts": known(
            Fact(_("Cities that voted"), f"{count.ballots} / {result.electorate} ({turnout} %)"),
            Fact(_("Places"), cycle.places),
            Fact(_("Votes for a place (quota)"), count.quota),
            Fact(_("Rounds"), len(count.rounds)),
        ),
        "columns": [_("Entry"), _("Votes"), _("Change"), _("What happened")],
        "groups": round_groups(result, titles),
    }


def cycle_panels(challenge: Any, viewer: Any) -> Iterable[Panel]:
    """Return the section of a challenge's page that says in which cycles it took part."""
    entries = (
        CycleEntry.objects.filter(challenge=challenge)
        .accepted()
        .visible_to(viewer)
        .select_related("cycle")
        .order_by("-cycle__year")
    )
    rows = [
        {"title": entry.cycle.title, "url": entry.cycle.get_absolute_url(), "note": entry_note(entry)}
        for entry in entries
    ]
    if rows:
        yield Panel("cycles", _("Challenge cycles"), "cities/cycles/_panel.html", {"rows": rows}, order=60)
