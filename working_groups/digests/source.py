"""The part of a digest that tells of a working group: rendered once for all who are told the same."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from network.core.letterhead import absolute
from network.mail.digests.frame import Slotted, element_styles, slots
from network.mail.digests.sources import Section, Want
from network.mail.enums import Frequency
from network.mail.lists import MailList, lists
from network.mail.memo import Memo
from network.mail.preferences.choices import who_wants
from working_groups.digests.changes import GROUP
from working_groups.digests.content import GroupNews, read_news, windows_of
from working_groups.enums import Answer, Visibility, Way
from working_groups.meetings.notices import spoken
from working_groups.models import ActionItem, GroupMembership, Meeting, Rsvp

TEMPLATE = "mail/parts/group"


@dataclass(frozen=True, slots=True)
class Shared:
    """A group's part in one language and time zone; what is a reader's own goes into its slots."""

    headline: str
    html: Slotted
    text: Slotted
    unanswered: dict[int, tuple[str, str]]


class GroupSource:
    """What is new in the groups that a person is in."""

    def readable(self, people: Collection[int]) -> dict[int, dict[int, datetime]]:
        """Return the groups at work that each is in, and since when."""
        found: dict[int, dict[int, datetime]] = {}
        for person, group, since in (
            _memberships().filter(person__in=people).values_list("person", "group", "decided_at")
        ):
            found.setdefault(person, {})[group] = since
        return found

    def readers(self, frequency: str) -> QuerySet:
        """Return the keys of those who hear of one of their groups this often."""
        wanted = who_wants(group_list(), frequency, person="person", of="group")
        return _memberships().filter(wanted).values("person")

    def readers_at_once(self, of: int) -> QuerySet:
        """Return the keys of those who hear at once of a group."""
        return readers_of(of, Frequency.AT_ONCE)

    def gather(self, wants: Sequence[Want], now: datetime, memo: Memo) -> dict[Want, Section]:
        """Return the part of each who has something new in a group, a meeting soon or something to do."""
        windows = windows_of(wants)
        missing = [window for window in windows if (GROUP, window) not in memo]
        for window, news in read_news(missing, now).items():
            memo[GROUP, window] = news
        known = {window: memo[GROUP, window] for window in windows if (GROUP, window) in memo}
        own = Own(wants, known, now)
        found = {}
        for window, news in known.items():
            for want in windows[window]:
                if not news.is_empty or own.concerns(want, news):
                    found[want] = _section(want, news, own, now, memo)
        return found


def readers_of(group: int, frequency: str) -> QuerySet:
    """Return the keys of those who hear of a group this often."""
    wanted = who_wants(group_list(), frequency, person="person", of="group")
    return _memberships().filter(wanted, group=group).values("person")


def _memberships() -> QuerySet:
    return GroupMembership.objects.active().filter(group__archived_at__isnull=True).order_by()


class Own:
    """What is each reader's own: her answers to the meetings, and what she has taken on."""

    def __init__(self, wants: Sequence[Want], known: dict[tuple, GroupNews], now: datetime) -> None:
        people = {want.person.pk for want in wants}
        meetings = {meeting.pk for news in known.values() for meeting in news.ahead}
        answers = Rsvp.objects.filter(person__in=people, meeting__in=meetings) if meetings else []
        self._answers = {(row.person_id, row.meeting_id): row for row in answers}
        self._actions: dict[tuple[int, int], list[ActionItem]] = {}
        groups = {want.of for want in wants}
        for action in ActionItem.objects.filter(owner__in=people, group__in=groups, done_at__isnull=True):
            self._actions.setdefault((action.owner_id, action.group_id), []).append(action)  # type: ignore[arg-type]
        self._now = now

    def answer(self, want: Want, meeting: Meeting) -> Rsvp | None:
        """Return what the reader has answered, if she has."""
        return self._answers.get((want.person.pk, meeting.pk))

    def actions(self, want: Want) -> list[ActionItem]:
        """Return what she has taken on in the group and not done yet."""
        return self._actions.get((want.person.pk, want.of), [])

    def concerns(self, want: Want, news: GroupNews) -> bool:
        """Return whether something is to be said to her although nothing has happened in the group."""
        return self.has_meeting(want, news) or any(self.is_new(want, action) for action in self.actions(want))

    def has_meeting(self, want: Want, news: GroupNews) -> bool:
        """Return whether a meeting that she has not said no to begins before her next digest."""
        for meeting in news.ahead:
            row = self.answer(want, meeting)
            if want.until <= meeting.starts_at < want.ahead and (row is None or row.answer != Answer.NO):
                return not want.at_once
        return False

    @staticmethod
    def is_new(want: Want, action: ActionItem) -> bool:
        """Return whether she has taken it on, or it falls due, in the time that the digest is about."""
        if want.at_once:
            return False
        falls_due = action.due_on is not None and want.until.date() <= action.due_on < want.ahead.date()
        return want.start <= action.created_at < want.until or falls_due


def _section(want: Want, news: GroupNews, own: Own, now: datetime, memo: Memo) -> Section:
    language, zone = want.person.locale, want.person.time_zone
    with translation.override(language), timezone.override(ZoneInfo(zone)):
        shared: Shared = memo.once((GROUP, want.window, language, zone), lambda: _shared(news))
        actions = own.actions(want)
        html, text = _actions(actions)
        for meeting in news.ahead:
            rsvp = own.answer(want, meeting)
            said = _answer(rsvp, meeting, now) if rsvp else shared.unanswered[meeting.pk]
            html[f"answer{meeting.pk}"], text[f"answer{meeting.pk}"] = said
        headline = shared.headline or _quiet_headline(actions, own.has_meeting(want, news))
    return Section(
        title=news.group.name,
        headline=headline,
        html=shared.html.fill(**html),
        text=shared.text.fill(**text),
        url=absolute(news.group.get_absolute_url()),
    )


def _shared(news: GroupNews) -> Shared:
    """Render what all readers of a language and a time zone are told of a group."""
    names = slots("actions", *(f"answer{meeting.pk}" for meeting in news.ahead))
    addresses = news.addresses
    context = {
        "css": element_styles(),
        "actions": names["actions"],
        "ahead": [_line(meeting, addresses[meeting], names[f"answer{meeting.pk}"]) for meeting in news.ahead],
        "called": [_line(meeting, addresses[meeting]) for meeting in news.called],
        "moved": [_line(meeting, addresses[meeting]) for meeting in news.moved],
        "cancelled": [_line(meeting, addresses[meeting]) for meeting in news.cancelled],
        "minutes": [_line(meeting, addresses[meeting]) for meeting in news.minutes],
        "documents": [(one.title, addresses[one]) for one in news.documents],
        "threads": [(one.title, addresses[one]) for one in news.threads],
        "decisions": [one.text for one in news.decisions],
    }
    return Shared(
        headline=_headline(news),
        html=Slotted(get_template(f"{TEMPLATE}.html").render(context)),
        text=Slotted(get_template(f"{TEMPLATE}.txt").render(context)),
        unanswered={meeting.pk: _unanswered(meeting, addresses) for meeting in news.ahead},
    )


def _line(meeting: Meeting, address: str, answer: str = "") -> dict[str, Any]:
    return {
        "title": meeting.title,
        "when": spoken(meeting),
        "url": address,
        "file": f"{address}event.ics",
        "place": meeting.place if meeting.has_room else _("Online"),
        "reason": meeting.cancel_reason,
        "answer": answer,
    }


def _headline(news: GroupNews) -> str:
    """Return in a few words what has happened, the most pressing first."""
    counted = [
        (len(news.cancelled), lambda n: ngettext("%d meeting called off", "%d meetings called off", n)),
        (len(news.moved), lambda n: ngettext("%d meeting moved", "%d meetings moved", n)),
        (len(news.called), lambda n: ngettext("%d new meeting", "%d new meetings", n)),
        (len(news.decisions), lambda n: ngettext("%d decision", "%d decisions", n)),
        (len(news.minutes), lambda n: ngettext("minutes of %d meeting", "minutes of %d meetings", n)),
        (len(news.documents), lambda n: ngettext("%d new paper", "%d new papers", n)),
        (len(news.threads), lambda n: ngettext("%d new thread", "%d new threads", n)),
    ]
    return ", ".join(words(number) % number for number, words in counted if number)


def _quiet_headline(actions: list[ActionItem], has_meeting: bool) -> str:
    return _("a meeting is coming up") if has_meeting or not actions else _("what you have taken on")


def _unanswered(meeting: Meeting, addresses: dict[Any, str]) -> tuple[str, str]:
    """Return what she reads who has not answered, in HTML and as text."""
    return _said(_("You have not answered yet."), _("Say whether you come"), addresses[meeting])


def _answer(rsvp: Rsvp, meeting: Meeting, now: datetime) -> tuple[str, str]:
    """Return what the reader has answered, and the joining link if she may have it, in HTML and as text."""
    if rsvp.is_waiting:
        return _said(_("You are on the waiting list."))
    if rsvp.answer == Answer.MAYBE:
        return _said(_("You may come."))
    if rsvp.answer == Answer.NO:
        return _said(_("You do not come."))
    said = _("You come, in the room.") if rsvp.way == Way.ROOM else _("You come, online.")
    return _said(said, _("Join"), meeting.joining_link if meeting.shows_link(now) else "")


def _said(words: str, label: str = "", url: str = "") -> tuple[str, str]:
    if not url:
        return escape(words), words
    link = f'<a href="{escape(url)}" style="{element_styles()["link"]}">{escape(label)}</a>'
    return f"{escape(words)} {link}", f"{words} {label}: {url}"


def _actions(actions: list[ActionItem]) -> tuple[dict[str, str], dict[str, str]]:
    """Return what fills the slot of what she has taken on, in HTML and as text."""
    if not actions:
        return {"actions": ""}, {"actions": ""}
    css, lines = element_styles(), [_action(action) for action in actions]
    heading = _("What you have taken on")
    items = "".join(f'<li style="{css["item"]}">{escape(line)}</li>' for line in lines)
    html = f'<h3 style="{css["heading"]}">{escape(heading)}</h3><ul style="{css["list"]}">{items}</ul>'
    text = "\n".join([f"{heading}:", *(f"- {line}" for line in lines), "", ""])
    return {"actions": html}, {"actions": text}


def _action(action: ActionItem) -> str:
    return f"{action.text} ({_due(action)})" if action.due_on else action.text


def _due(action: ActionItem) -> str:
    return _("by %(date)s") % {"date": date_format(action.due_on, "j F Y")}


def names_of_groups(person: Any, openly: bool) -> dict[int, str]:
    """Return the names of the groups that a person is in, by key; ``openly`` those of private ones are kept."""
    found = {}
    for row in _memberships().filter(person=person).select_related("group"):
        name = row.group.name
        if openly and row.group.visibility == Visibility.PRIVATE:
            since = date_format(timezone.localtime(row.decided_at), "F Y")
            name = _("A private group, in which you are since %(month)s") % {"month": since}
        found[row.group_id] = name
    return found


def group_list() -> MailList:
    """Return the list of what is new in groups."""
    return lists.get(GROUP)


def register_digest() -> None:
    """Tell mail what is new in groups, and that people choose it for each of theirs."""
    lists.register(
        MailList(
            GROUP,
            gettext_lazy("Your working groups"),
            gettext_lazy("Meetings, papers, minutes, decisions, what you have taken on and new threads."),
            frequencies=(Frequency.AT_ONCE, Frequency.DAILY, Frequency.WEEKLY, Frequency.NEVER),
            default=Frequency.DAILY,
            names=names_of_groups,
            source=GroupSource(),
            order=10,
        )
    )
