"""An issue as a mail: rendered once for each language, with each reader's own links put into its slots."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.template.loader import get_template
from django.utils import translation
from wagtail.rich_text import expand_db_html

from network.core.letterhead import absolute, inline_styles, letterhead
from network.home.newsletter.content import Part, parts_of
from network.home.newsletter.models import NewsletterPage, Subscriber
from network.home.newsletter.plain import plain
from network.mail.digests.frame import Slotted, slots
from network.mail.enums import Frequency, SkipReason
from network.mail.kinds import Message, Nothing, Recipient, Render
from network.mail.lists import WHOLE, lists
from network.mail.memo import Memo
from network.mail.messages import clean_subject
from network.mail.models import Delivery
from network.mail.preferences.choices import Choices
from network.mail.preferences.tokens import stop_url

KIND, TEST, LIST = "newsletter", "newsletter_test", "newsletter"
PATH_IN_HTML = re.compile(r'(href|src)="(/[^/"][^"]*|/)"')
PICTURE = "width-536"


class IssueMail:
    """An issue in the language that is active."""

    def __init__(self, issue: NewsletterPage) -> None:
        parts = [_shown(part) for part in parts_of(issue.body)]
        context = letterhead() | slots("stop_url") | {"issue": issue, "parts": parts}
        context["issue_url"] = absolute(issue.get_url() or "/newsletter/")
        self.subject = clean_subject(issue.title)
        context["subject"] = self.subject
        html = get_template("home/newsletter/email/issue.html").render(context)
        self._html = Slotted(inline_styles(html))
        text = get_template("home/newsletter/email/issue.txt").render(context)
        self._text = Slotted(re.sub(r"\n{3,}", "\n\n", text).strip() + "\n")
        self._reply_to = context["network"].contact_email

    def for_reader(self, stop: str, *, before: str = "") -> Message:
        """Return the mail with the address that stops it, and words before its subject."""
        subject = f"{before} {self.subject}".strip()
        html, text = self._html.fill(stop_url=stop), self._text.fill(stop_url=stop)
        return Message(subject=clean_subject(subject), html=html, text=text, reply_to=self._reply_to)


def _shown(part: Part) -> dict[str, Any]:
    """Return a part as the templates of the mail show it."""
    if part.kind == "text":
        html = whole_addresses(expand_db_html(part.value.source))
        return {"kind": part.kind, "html": html, "text": plain(html)}
    if part.kind == "figure":
        image = part.value["image"]
        rendition = image.get_rendition(PICTURE)
        return {
            "kind": part.kind,
            "url": absolute(rendition.url),
            "width": rendition.width,
            "height": rendition.height,
            "alt": "" if image.decorative else image.contextual_alt_text or "",
            "caption": part.value["caption"],
            "credit": image.credit,
        }
    return {"kind": part.kind, "title": part.title, "items": part.items}


def whole_addresses(html: str) -> str:
    """Return HTML whose links and pictures have whole addresses: a mail has no site around it."""
    return PATH_IN_HTML.sub(lambda found: f'{found[1]}="{absolute(found[2])}"', html)


def example(issue: NewsletterPage) -> Message:
    """Return the mail as the editor's preview shows it: its link to unsubscribe leads to the archive."""
    return IssueMail(issue).for_reader(absolute("/newsletter/"))


def issue_of(delivery: Delivery) -> int:
    """Return the key of the issue that a mail brings."""
    return int(delivery.period_key.partition(":")[2])


def prepare(batch: Sequence[Delivery], now: datetime, memo: Memo) -> Render:
    """Return how the mails of a batch read: the issue, and who still wants it, are read again."""
    keys = {issue_of(delivery) for delivery in batch}
    issues = {page.pk: page for page in NewsletterPage.objects.visible_to(None).filter(pk__in=keys)}
    choices = Choices([delivery.recipient_id for delivery in batch if delivery.recipient_id])
    asked = {delivery.data.get("reader") for delivery in batch} - {None}
    readers = dict(Subscriber.objects.confirmed().filter(pk__in=asked).values_list("pk", "email"))
    mail_list = lists.get(LIST)

    def wants(delivery: Delivery, recipient: Recipient) -> bool:
        if delivery.recipient_id:
            return choices.frequency(delivery.recipient_id, mail_list, WHOLE) != Frequency.NEVER
        return readers.get(delivery.data.get("reader")) == recipient.address

    def render(delivery: Delivery, recipient: Recipient) -> Message | Nothing:
        if not wants(delivery, recipient):
            return Nothing(SkipReason.OPTED_OUT)
        issue = issues.get(issue_of(delivery))
        if issue is None:
            return Nothing(SkipReason.NO_ACCESS)
        key = ("newsletter", issue.pk, issue.last_published_at, translation.get_language())
        made: IssueMail = memo.once(key, lambda: IssueMail(issue))
        return made.for_reader(stop_url(delivery))

    return render


def render_test(delivery: Delivery, _recipient: Recipient) -> Message | None:
    """Return a test of what is saved now, whether it is published or not."""
    issue = NewsletterPage.objects.filter(pk=delivery.data["issue"]).first()
    if issue is None:
        return None
    draft = issue.get_latest_revision_as_object()
    return IssueMail(draft).for_reader(absolute("/newsletter/"), before=translation.gettext("[Test]"))
