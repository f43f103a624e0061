"""A digest for each of many people: what is new since each was last told, put together from shared parts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from html import escape
from typing import Any

from django.db.models import Max, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from network.accounts.models import User
from network.mail.digests.frame import Frame, frame
from network.mail.digests.plan import DAY, NEWS
from network.mail.digests.sources import Section, Want
from network.mail.enums import DeliveryState, Frequency, SkipReason
from network.mail.kinds import MailKind, Message, Nothing, Recipient, Render, kinds, whole
from network.mail.lists import MailList, lists
from network.mail.memo import Memo
from network.mail.messages import clean_subject
from network.mail.models import Delivery, DigestTime
from network.mail.models.preference import USUAL_WEEKDAY
from network.mail.preferences.choices import DIGEST, Choices
from network.mail.preferences.tokens import preferences_url, stop_url, unsubscribe_url

# Who has never been told of a thing hears of its last fortnight, or of the time since she has come.
FIRST = timedelta(days=14)
# A weekly part joins on its weekday, or when its day has been missed.
WEEK = timedelta(days=6, hours=12)
KEPT_IN_MIND = timedelta(days=60)
TOLD, SINCE = "told", "since"
SHOWN_IN_SUBJECT = 2


@dataclass(frozen=True, slots=True)
class Part:
    """A thing that a digest is to tell of, before it is known whether there is anything new."""

    mail_list: MailList
    want: Want

    @property
    def key(self) -> str:
        """What the record of the mail calls it."""
        return f"{self.mail_list.key}:{self.want.of}"


def prepare(batch: Sequence[Delivery], now: datetime, memo: Memo) -> Render:
    """Return how each digest of a batch reads: permissions and choices are read again, all at once."""
    digests = Batch(batch, now)
    parts = {delivery.pk: digests.parts(delivery) for delivery in batch}
    sections = gather(parts, now, memo)

    def render(delivery: Delivery, recipient: Recipient) -> Message | Nothing:
        if delivery.pk in digests.passed_over:
            return Nothing(SkipReason.SUPERSEDED)
        if not digests.choices.wants_digests(delivery.recipient_id):
            return Nothing(SkipReason.OPTED_OUT)
        wanted = parts[delivery.pk]
        if not wanted:
            return Nothing(SkipReason.NO_ACCESS)
        told = digests.told_by(delivery, wanted)
        found = [(part, sections[part.want]) for part in wanted if part.want in sections]
        if not found:
            return Nothing(SkipReason.EMPTY, told)
        return assemble(delivery, recipient, found, told, memo)

    return render


def gather(parts: dict[int, list[Part]], now: datetime, memo: Memo) -> dict[Want, Section]:
    """Return the sections of those who have something new, each list asked once for the whole batch."""
    wants: dict[str, list[Want]] = {}
    for wanted in parts.values():
        for part in wanted:
            wants.setdefault(part.mail_list.key, []).append(part.want)
    found: dict[Want, Section] = {}
    for mail_list in lists.gathered():
        if mail_list.key in wants and mail_list.source:
            found |= mail_list.source.gather(wants[mail_list.key], now, memo)
    return found


class Batch:
    """What is known of the readers of a batch: what they may read, have chosen, and were told last."""

    def __init__(self, batch: Sequence[Delivery], now: datetime) -> None:
        self._people = {delivery.recipient_id: delivery.recipient for delivery in batch}
        self._now = now
        self.choices = Choices(self._people)
        self._readable = {one.key: one.source.readable(self._people) for one in lists.gathered() if one.source}
        self._weekdays = dict(
            DigestTime.objects.filter(person__in=self._people).values_list("person", "weekday")
        )
        self._told = told_last(self._people, now)
        self.passed_over = passed_over_among(batch, now)

    def told_by(self, delivery: Delivery, parts: list[Part]) -> dict[str, dict[str, str]]:
        """Return what is written down with a mail: until when it, or one before it, tells of each thing."""
        before = self._told[delivery.recipient_id] if delivery.kind == DAY else {}
        known = {key: at for key, at in before.items() if at > delivery.due_at - KEPT_IN_MIND}
        now = {part.key: part.want.until for part in parts}
        told = now | known if delivery.is_again else known | now
        since = {part.key: part.want.start.isoformat() for part in parts}
        return {TOLD: {key: at.isoformat() for key, at in told.items()}, SINCE: since}

    def parts(self, delivery: Delivery) -> list[Part]:
        """Return what one digest is to tell of, in the order of the lists."""
        person, until = delivery.recipient, delivery.due_at
        only = delivery.period_key.rsplit(":", 1)[0] if delivery.kind == NEWS else None
        found = []
        for mail_list in lists.gathered():
            for of, since in self._readable[mail_list.key].get(person.pk, {}).items():
                key = f"{mail_list.key}:{of}"
                if only not in (None, key):
                    continue
                start = max(self._start(delivery, key), since)
                frequency = self.choices.frequency(person.pk, mail_list, of)
                if start < until and self._is_due(delivery, frequency, start):
                    week = frequency == Frequency.WEEKLY
                    ahead = until + timedelta(days=7 if week else 1)
                    once = frequency == Frequency.AT_ONCE
                    found.append(Part(mail_list, Want(person, of, start, until, ahead, once)))
        return found

    def _start(self, delivery: Delivery, key: str) -> datetime:
        """Return since when a person is to be told of a thing; a mail sent again tells of its own time."""
        if delivery.is_again and key in delivery.data.get(SINCE, {}):
            return datetime.fromisoformat(delivery.data[SINCE][key])
        return self._told[delivery.recipient_id].get(key, delivery.due_at - FIRST)

    def _is_due(self, delivery: Delivery, frequency: str, start: datetime) -> bool:
        if delivery.is_again and SINCE in delivery.data:
            return True
        if delivery.kind == NEWS:
            return frequency == Frequency.AT_ONCE
        if frequency == Frequency.WEEKLY:
            weekday = date.fromisoformat(delivery.period_key[:10]).weekday()
            hers = self._weekdays.get(delivery.recipient_id, USUAL_WEEKDAY)
            return weekday == hers or delivery.due_at - start > WEEK
        return frequency == Frequency.DAILY


def told_last(people: Any, now: datetime) -> dict[int, dict[str, datetime]]:
    """Return until when each person has been told of each thing, by mails that were sent or had nothing to say.

    A mail that failed has told nothing, so that the next one holds what it would have. Each daily mail's
    record carries on what the one before it knew: the last one is enough.
    """
    ended = Q(state=DeliveryState.SENT) | Q(skip_reason=SkipReason.EMPTY)
    days = Delivery.objects.filter(ended, recipient=OuterRef("pk"), kind=DAY).order_by("-period_key")
    last = User.objects.filter(pk__in=people).annotate(last=Subquery(days.values("pk")[:1])).values("last")
    found: dict[int, dict[str, datetime]] = {person: {} for person in people}
    for person, data in Delivery.objects.filter(pk__in=last).values_list("recipient", "data"):
        found[person] |= {key: datetime.fromisoformat(text) for key, text in data.get(TOLD, {}).items()}
    news = Delivery.objects.filter(ended, recipient__in=people, kind=NEWS, due_at__gt=now - KEPT_IN_MIND)
    for person, period, until in news.values_list("recipient", "period_key", "due_at"):
        key = period.rsplit(":", 1)[0]
        if until > found[person].get(key, until - FIRST):
            found[person][key] = until
    return found


def passed_over_among(batch: Sequence[Delivery], now: datetime) -> set[int]:
    """Return the keys of those mails that a later one of the same reader and list holds as well."""
    people = {delivery.recipient_id for delivery in batch}
    days = Delivery.objects.filter(recipient__in=people, kind=DAY, due_at__lte=now).order_by()
    last = dict(days.values_list("recipient").annotate(Max("period_key")))
    return {
        delivery.pk
        for delivery in batch
        if delivery.kind == DAY
        and not delivery.is_again
        and delivery.period_key < last.get(delivery.recipient_id, "")
    }


def assemble(
    delivery: Delivery, recipient: Recipient, found: list[tuple[Part, Section]], told: dict, memo: Memo
) -> Message:
    """Put a digest together from the frame of its language and the sections: no template is rendered here."""
    made: Frame = memo.once(("frame", recipient.language), frame)
    person = recipient.person.pk
    sections = [section for _part, section in found]
    stops = [(section, unsubscribe_url(person, part.mail_list.key, part.want.of)) for part, section in found]
    subject, dear = subject_of(sections), greeting(recipient)
    links = {"settings_url": preferences_url(person), "stop_url": stop_url(delivery)}
    return Message(
        subject=subject,
        html=made.mail_html.fill(
            subject=escape(subject),
            preheader=escape(" · ".join(section.headline for section in sections)),
            greeting=escape(dear),
            sections="".join(made.section_html(section, stop) for section, stop in stops),
            **links,
        ),
        text=made.mail_text.fill(
            greeting=dear,
            sections="\n\n\n".join(made.section_text(section, stop) for section, stop in stops),
            **links,
        ),
        reply_to=made.reply_to,
        told=told,
    )


def subject_of(sections: list[Section]) -> str:
    """Return what the mail is about: of one thing what is new, of several their names."""
    if len(sections) == 1:
        return clean_subject(f"{sections[0].title}: {sections[0].headline}")
    names = ", ".join(section.called for section in sections[:SHOWN_IN_SUBJECT])
    more = len(sections) - SHOWN_IN_SUBJECT
    if more <= 0:
        return clean_subject(_("New in %(names)s") % {"names": names})
    words = ngettext("New in %(names)s and %(more)s more", "New in %(names)s and %(more)s more", more)
    return clean_subject(words % {"names": names, "more": more})


def greeting(recipient: Recipient) -> str:
    """Return how the reader is greeted."""
    return _("Dear %(name)s,") % {"name": recipient.name} if recipient.name else _("Hello,")


def list_of_news(delivery: Delivery) -> tuple[str, int]:
    """Return what a mail about single changes is about."""
    mail_list, of, _number = delivery.period_key.split(":", 2)
    return mail_list, int(of)


def register_digests() -> None:
    """Tell the outbox of the two kinds: the daily one, and what is told at once."""
    digests = MailKind(DAY, gettext_lazy("Digest"), prepare=prepare, list_of=whole(DIGEST), one_at_a_time=True)
    kinds.register(digests)
    kinds.register(replace(digests, name=NEWS, label=gettext_lazy("News at once"), list_of=list_of_news))
    lists.register(
        MailList(
            DIGEST,
            gettext_lazy("Digests"),
            gettext_lazy("What is new in your groups and on what you follow, in one mail at most a day."),
            order=0,
        )
    )
