"""The part of a digest about what its reader follows: each item is rendered once a language."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from django.db.models import Min, QuerySet
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cities.following.button import FOLLOWS
from cities.models import Follow
from knowledge.digests.content import Published, follows_of, published
from knowledge.enums import NewsKind
from knowledge.models import GoodPracticePage, KnowledgeProductPage, NewsPage
from knowledge.rows import name_cities
from network.core.letterhead import absolute
from network.mail.digests.frame import Slotted, inlined, slots
from network.mail.digests.sources import Section, Want
from network.mail.enums import Frequency
from network.mail.lists import WHOLE, MailList, lists
from network.mail.memo import Memo
from network.mail.preferences.choices import who_wants

FOLDER = "knowledge/digest"
SHOWN = 6  # of each kind, with their summaries; the lists of the portal have the rest
SUMMARY = 280  # letters

Reasons = tuple[Published, list[str]]  # an item, and what of it the reader follows


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of item: the heading above it, and how many there are in words."""

    model: Any
    heading: Any
    counted: Callable[[int], str]


KINDS = (
    Kind(
        GoodPracticePage,
        gettext_lazy("Good practices"),
        lambda n: ngettext("%d practice", "%d practices", n) % n,
    ),
    Kind(
        KnowledgeProductPage,
        gettext_lazy("Knowledge products"),
        lambda n: ngettext("%d knowledge product", "%d knowledge products", n) % n,
    ),
    Kind(NewsPage, gettext_lazy("News"), lambda n: ngettext("%d news item", "%d news items", n) % n),
)


@dataclass(frozen=True, slots=True)
class Twins:
    """The same part of a mail in HTML and as text, with slots."""

    html: Slotted
    text: Slotted


class FollowSource:
    """New practices and products on themes and of cities that a person follows, and the cities' news."""

    def readable(self, people: Collection[int]) -> dict[int, dict[int, datetime]]:
        """Return since when each follows anything: the list is one thing as a whole."""
        rows = _follows().filter(person__in=people).values_list("person")
        return {person: {WHOLE: since} for person, since in rows.annotate(Min("followed_at"))}

    def readers(self, frequency: str) -> QuerySet:
        """Return the keys of those who hear of what they follow this often."""
        return _follows().filter(who_wants(lists.get(FOLLOWS), frequency, person="person")).values("person")

    def readers_at_once(self, of: int) -> QuerySet:
        """Return nobody: what is published is told daily or weekly."""
        return _follows().none().values("person")

    def gather(self, wants: Sequence[Want], now: datetime, memo: Memo) -> dict[Want, Section]:
        """Return the part of each of whose themes and cities something was published."""
        start, until = min(want.start for want in wants), max(want.until for want in wants)
        items = published(start, until, memo)
        follows = follows_of(want.person.pk for want in wants) if items else {}
        found = {}
        for want in wants:
            hers = follows.get(want.person.pk)
            if hers is None:
                continue
            new = [(item, at) for at, item in items if want.start <= at < want.until]
            reasons = [(item, names) for item, at in new if (names := item.followed_by(hers, at))]
            if reasons:
                with translation.override(want.person.locale):
                    found[want] = _section(reasons, want.person.locale, memo)
        return found


def _follows() -> QuerySet:
    return Follow.objects.shown().order_by()


def _section(reasons: list[Reasons], language: str, memo: Memo) -> Section:
    html, text, headline = "", "", []
    for kind in KINDS:
        found = [(item, names) for item, names in reasons if item.model is kind.model]
        if found:
            html_of_kind, text_of_kind = _part(kind, found, language, memo)
            html, text = html + html_of_kind, text + text_of_kind
            headline.append(kind.counted(len(found)))
    return Section(
        title=_("What you follow"),
        name=_("what you follow"),
        headline=", ".join(headline),
        html=html,
        text=text,
        url=absolute(reverse("following:own")),
    )


def _part(kind: Kind, found: list[Reasons], language: str, memo: Memo) -> tuple[str, str]:
    """Return the items of a kind, in HTML and as text."""
    html, text = "", ""
    for item, names in found[:SHOWN]:
        twins: Twins = memo.once((FOLLOWS, item.pk, language), lambda item=item: _item(item))
        why = _("Because you follow %(names)s.") % {"names": ", ".join(names)}
        html += twins.html.fill(why=escape(why))
        text += twins.text.fill(why=why)
    more = max(0, len(found) - SHOWN)
    words = ngettext("One more:", "%(number)s more:", more) % {"number": more} if more else ""
    around: Twins = memo.once((FOLLOWS, kind.model, bool(more), language), lambda: _around(kind, bool(more)))
    return around.html.fill(items=html, more=escape(words)), around.text.fill(items=text, more=words)


def _item(item: Published) -> Twins:
    """Render an item for all who are told of it in a language; why they are is filled in later."""
    label = "" if item.type == NewsKind.NEWS else item.type_label  # the heading says it
    context = slots("why") | {
        "item": item,
        "facts": [fact for fact in (label, name_cities(list(item.cities.values()))) if fact],
        "summary": Truncator(item.summary).chars(SUMMARY),
        "language": "" if item.language == translation.get_language() else item.language,
    }
    inside = inlined(f"{FOLDER}/item.html", context)
    return Twins(
        html=Slotted(inside[inside.index("<li") : inside.rindex("</ul>")]),
        text=Slotted(get_template(f"{FOLDER}/item.txt").render(context)),
    )


def _around(kind: Kind, has_more: bool) -> Twins:
    """Render what stands around the items of a kind, with the way to the rest where there is more."""
    address = absolute(kind.model.list_url) if has_more else ""
    context = slots("items", "more") | {"heading": kind.heading, "address": address}
    return Twins(
        html=Slotted(inlined(f"{FOLDER}/part.html", context)),
        text=Slotted(get_template(f"{FOLDER}/part.txt").render(context)),
    )


def register_digest() -> None:
    """Tell mail what is new on what people follow, and that they choose how often they hear of it."""
    lists.register(
        MailList(
            FOLLOWS,
            gettext_lazy("What you follow"),
            gettext_lazy(
                "New practices and products on your themes and of your cities, and news of these cities."
            ),
            frequencies=(Frequency.DAILY, Frequency.WEEKLY, Frequency.NEVER),
            default=Frequency.WEEKLY,
            source=FollowSource(),
            order=20,
        )
    )
