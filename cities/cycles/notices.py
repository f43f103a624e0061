"""The mails about challenge cycles, and who may get each at the moment of sending."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cities.cycles.enums import STANDING_ENTRIES, CyclePhase, EntryState
from cities.cycles.permissions import voting_cities
from cities.enums import CityStatus
from cities.models import Affiliation, ChallengeCycle, City, CycleEntry
from network.core.letterhead import absolute
from network.mail.kinds import MailKind, Message, Recipient, kinds, whole
from network.mail.lists import MailList, lists
from network.mail.messages import render_message
from network.mail.models import Delivery
from network.mail.services import send_notice

CALL = "cycle_call"
CALL_REMINDER = "cycle_call_reminder"
VOTE = "cycle_vote"
VOTE_REMINDER = "cycle_vote_reminder"
RESULTS = "cycle_results"
ENTRY = "cycle_entry"
LIST = "cycles"


def coordinators() -> QuerySet[Affiliation]:
    """Return the affiliations by which people speak for member cities."""
    return Affiliation.objects.coordinating().filter(city__status=CityStatus.MEMBER)


def cities_of(person: Any) -> QuerySet[City]:
    """Return the member cities for which ``person`` submits and votes, by name."""
    return City.objects.filter(pk__in=voting_cities(person)).order_by("name", "pk")


def without_entry(cities: QuerySet[City], cycle: ChallengeCycle) -> QuerySet[City]:
    """Return those of ``cities`` that have no entry in the cycle."""
    entered = CycleEntry.objects.filter(cycle=cycle, state__in=STANDING_ENTRIES)
    return cities.exclude(pk__in=entered.values("city"))


def without_ballot(cities: QuerySet[City], cycle: ChallengeCycle) -> QuerySet[City]:
    """Return those of ``cities`` that have not voted."""
    return cities.exclude(pk__in=cycle.ballots.values("city"))


def moment(at: datetime) -> str:
    """Return a moment as the reader's clock shows it, and in UTC where that differs."""
    local = timezone.localtime(at)
    text = date_format(local, "j F Y, H:i")
    if local.utcoffset():
        return _("%(local)s your time (%(utc)s UTC)") % {
            "local": text,
            "utc": date_format(at.astimezone(UTC), "j F, H:i"),
        }
    return f"{text} UTC"


def _cycle(delivery: Delivery) -> ChallengeCycle | None:
    return ChallengeCycle.objects.announced().filter(pk=delivery.data["cycle"]).first()


def _names(cities: QuerySet[City]) -> str:
    return get_text_list([city.name for city in cities], _("and"))


def _message(recipient: Recipient, subject: str, lines: list[str], path: str, label: str) -> Message:
    context = {
        "headline": subject,
        "lines": lines,
        "action_url": absolute(path),
        "action_label": label,
    }
    return render_message("cities/cycles/email/notice", recipient, context)


def _call_text(cycle: ChallengeCycle, recipient: Recipient) -> tuple[str, list[str], str]:
    number = cycle.places
    selected = ngettext("%(number)s challenge is selected.", "%(number)s challenges are selected.", number)
    lines = [
        _("The call of “%(title)s” is open until %(moment)s.")
        % {"title": cycle.title, "moment": moment(cycle.call_closes_at)},
        _("You can enter a challenge of %(cities)s.") % {"cities": _names(cities_of(recipient.person))}
        + " "
        + selected % {"number": number},
    ]
    return _("%(title)s: the call is open") % {"title": cycle.title}, lines, _("Read the call")


def _call_reminder_text(cycle: ChallengeCycle, recipient: Recipient) -> tuple[str, list[str], str]:
    cities = _names(without_entry(cities_of(recipient.person), cycle))
    lines = [
        _("The call of “%(title)s” closes on %(moment)s.")
        % {"title": cycle.title, "moment": moment(cycle.call_closes_at)},
        _("Nothing has been entered for %(cities)s so far.") % {"cities": cities},
    ]
    return _("%(title)s: the call closes soon") % {"title": cycle.title}, lines, _("Enter a challenge")


def _vote_text(cycle: ChallengeCycle, recipient: Recipient) -> tuple[str, list[str], str]:
    lines = [
        _("The vote of “%(title)s” is open until %(moment)s.")
        % {"title": cycle.title, "moment": moment(cycle.vote_closes_at)},
        _("You cast the ballot of %(cities)s. You can change it until the vote closes; the last one counts.")
        % {"cities": _names(cities_of(recipient.person))},
    ]
    return _("%(title)s: the vote is open") % {"title": cycle.title}, lines, _("Vote")


def _vote_reminder_text(cycle: ChallengeCycle, recipient: Recipient) -> tuple[str, list[str], str]:
    cities = _names(without_ballot(cities_of(recipient.person), cycle))
    lines = [
        _("The vote of “%(title)s” closes on %(moment)s.")
        % {"title": cycle.title, "moment": moment(cycle.vote_closes_at)},
        _("There is no ballot of %(cities)s yet.") % {"cities": cities},
    ]
    return _("%(title)s: the vote closes soon") % {"title": cycle.title}, lines, _("Vote")


def _results_text(cycle: ChallengeCycle, recipient: Recipient) -> tuple[str, list[str], str]:
    selected = cycle.entries.filter(selected=True).for_listing().order_by("place")
    lines = [_("The vote of “%(title)s” has closed.") % {"title": cycle.title}]
    lines += [f"{entry.place}. {entry.title} ({entry.city.name})" for entry in selected]
    if len(lines) == 1:
        lines.append(_("No city has voted, so no challenge was selected."))
    return _("%(title)s: the result") % {"title": cycle.title}, lines, _("See the count")


Text = Callable[[ChallengeCycle, Recipient], tuple[str, list[str], str]]
# The text of each kind, the phase in which it is of use, and the page that it leads to.
KINDS: dict[str, tuple[Any, Text, CyclePhase, str]] = {
    CALL: (gettext_lazy("Cycle: call open"), _call_text, CyclePhase.CALL, "cycle-detail"),
    CALL_REMINDER: (
        gettext_lazy("Cycle: call closes soon"),
        _call_reminder_text,
        CyclePhase.CALL,
        "cycle-detail",
    ),
    VOTE: (gettext_lazy("Cycle: vote open"), _vote_text, CyclePhase.VOTE, "cycle-vote"),
    VOTE_REMINDER: (
        gettext_lazy("Cycle: vote closes soon"),
        _vote_reminder_text,
        CyclePhase.VOTE,
        "cycle-vote",
    ),
    RESULTS: (gettext_lazy("Cycle: result"), _results_text, CyclePhase.CLOSED, "cycle-results"),
}
STILL_MISSING = {CALL_REMINDER: without_entry, VOTE_REMINDER: without_ballot}


def render_cycle(delivery: Delivery, recipient: Recipient) -> Message | None:
    """Return the mail of a cycle's step, or ``None`` where the cycle is gone."""
    cycle = _cycle(delivery)
    if cycle is None:
        return None
    _label, text, _phase, page = KINDS[delivery.kind]
    subject, lines, label = text(cycle, recipient)
    return _message(recipient, subject, lines, reverse(f"cities:{page}", args=[cycle.year]), label)


def may_receive_cycle(delivery: Delivery, recipient: Recipient) -> bool:
    """Return whether the person still speaks for a city that the step concerns, and the step goes on."""
    cycle = _cycle(delivery)
    if cycle is None or cycle.phase(timezone.now()) != KINDS[delivery.kind][2]:
        return False
    cities = cities_of(recipient.person)
    missing = STILL_MISSING.get(delivery.kind)
    return (missing(cities, cycle) if missing else cities).exists()


def render_entry(delivery: Delivery, recipient: Recipient) -> Message | None:
    """Return what became of an entry at the check, as it stands at sending."""
    entry = CycleEntry.objects.for_listing().filter(pk=delivery.data["entry"]).first()
    if entry is None or entry.state != delivery.data["state"]:
        return None
    about = {"title": entry.challenge.title, "cycle": entry.cycle.title}
    if entry.state == EntryState.ACCEPTED:
        subject = _("“%(title)s” takes part in the vote") % about
        lines = [_("The secretariat has accepted “%(title)s” for “%(cycle)s”.") % about]
        lines.append(_("The vote opens on %(moment)s.") % {"moment": moment(entry.cycle.vote_opens_at)})
    else:
        subject = _("“%(title)s” does not take part in the vote") % about
        lines = [_("The secretariat has not accepted “%(title)s” for “%(cycle)s”. The reason:") % about]
        lines.append(entry.reason)
    return _message(recipient, subject, lines, entry.cycle.get_absolute_url(), _("See the cycle"))


def may_receive_entry(delivery: Delivery, recipient: Recipient) -> bool:
    """Return whether the person still coordinates the entry's city."""
    entry = CycleEntry.objects.filter(pk=delivery.data["entry"]).first()
    return entry is not None and cities_of(recipient.person).filter(pk=entry.city_id).exists()


def tell_decision(*, entry: CycleEntry, now: datetime) -> None:
    """Mail the coordinators of the entry's city what the check decided."""
    event = f"entry:{entry.pk}:{entry.state}:{now.isoformat()}"
    for affiliation in coordinators().filter(city=entry.city_id).select_related("person").order_by("pk"):
        data = {"entry": entry.pk, "state": entry.state}
        send_notice(kind=ENTRY, event=event, recipient=affiliation.person, data=data, now=now)


def register_notices() -> None:
    """Tell the outbox how these mails read."""
    for name, (label, *_rest) in KINDS.items():
        kinds.register(MailKind(name, label, render_cycle, may_receive_cycle, list_of=whole(LIST)))
    lists.register(
        MailList(
            LIST,
            gettext_lazy("Challenge cycles"),
            gettext_lazy("When one opens, when the vote begins, reminders and the result."),
            order=45,
        )
    )
    kinds.register(MailKind(ENTRY, gettext_lazy("Cycle: entry checked"), render_entry, may_receive_entry))
