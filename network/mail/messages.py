"""From a kind's templates to an e-mail with the right headers."""

import re
import uuid
from email.utils import parseaddr
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template
from django.utils.translation import gettext as _

from network.core.letterhead import inline_styles, letterhead
from network.mail.kinds import Message, Recipient, kinds
from network.mail.mime import ReadyEmail
from network.mail.models import Delivery
from network.mail.preferences.tokens import stop_url

CONTROLS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
SUBJECT_LENGTH = 180


def clean_subject(text: str) -> str:
    """Return ``text`` as one line: a line break in a subject would start a header of the sender's choice."""
    return " ".join(CONTROLS.sub(" ", text).split())[:SUBJECT_LENGTH]


def new_message_id() -> str:
    """Return a Message-ID on our own domain, the one that mail comes from."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{uuid.uuid4()}@{domain}>"


def _render(template: str, context: dict, *, escape: bool) -> str:
    return get_template(template).template.render(Context(context, autoescape=escape))


def render_message(name: str, recipient: Recipient, context: dict[str, Any], reply_to: str = "") -> Message:
    """Return the mail of the templates ``<name>_subject.txt``, ``<name>_message.txt`` and ``….html``.

    They see ``context``, ``recipient``, ``network`` (its settings) and ``base_url``. The text parts are not
    escaped; the HTML part extends ``mail/shell.html``.
    """
    context = letterhead() | {"recipient": recipient} | context
    subject = clean_subject(_render(f"{name}_subject.txt", context, escape=False))
    context["subject"] = subject
    text = _render(f"{name}_message.txt", context, escape=False)
    return Message(
        subject=subject,
        text=re.sub(r"\n{3,}", "\n\n", text).strip() + "\n",
        html=inline_styles(_render(f"{name}_message.html", context, escape=True)),
        reply_to=reply_to or context["network"].contact_email,
    )


def build_email(delivery: Delivery, message: Message, recipient: Recipient) -> EmailMultiAlternatives:
    """Return the e-mail with its fixed Message-ID and the headers that keep robots from answering it."""
    email = ReadyEmail(
        subject=clean_subject(message.subject),
        body=message.text,
        to=[recipient.address],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={
            "Message-ID": delivery.message_id,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            **list_headers(delivery, message),
        },
    )
    email.attach_alternative(message.html, "text/html")
    if message.calendar:
        # Calendars take the part, people the file (RFC 6047, section 2.4).
        mimetype = f"text/calendar; method={message.method}"
        email.attach_alternative(message.calendar.decode(), mimetype)
        email.attach("invite.ics", message.calendar.decode(), mimetype)
    return email


def list_headers(delivery: Delivery, message: Message) -> dict[str, str]:
    """Return the headers that name a list and stop it with one click (RFC 2919, 2369, 8058).

    What its reader cannot stop has none.
    """
    url = stop_url(delivery)
    if not url:
        return {}
    key, of = kinds.get(delivery.kind).list_of(delivery)  # type: ignore[misc]
    name = f"{key}-{of}" if of else key
    ways = [f"<{url}>"]
    if message.reply_to:
        subject = quote(f"{_('Stop')} {name}")
        ways.append(f"<mailto:{message.reply_to}?subject={subject}>")
    return {
        "List-Id": f"<{name}.{urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname}>",
        "List-Unsubscribe": ", ".join(ways),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
