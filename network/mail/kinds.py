"""What the portal mails: each kind says how a mail of it reads and who may still get it.

Higher apps register their kinds in ``AppConfig.ready()``, so that mail imports none of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from network.mail.enums import SkipReason
from network.mail.lists import WHOLE
from network.mail.memo import Memo
from network.mail.models import Delivery


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets a mail, as she is at the moment of sending; ``person`` is ``None`` for a bare address."""

    address: str
    language: str
    time_zone: str
    person: Any = None

    @property
    def name(self) -> str:
        """The person's name, empty for a bare address."""
        return self.person.name if self.person else ""


@dataclass(frozen=True, slots=True)
class Message:
    """A mail, rendered: the subject is one line, ``reply_to`` empty where answers go to the sender.

    ``calendar`` is a calendar of one event for the reader's own, with the ``method`` of RFC 5546. ``told``
    joins the mail's ``data`` in the moment in which it is sent.
    """

    subject: str
    text: str
    html: str
    reply_to: str = ""
    calendar: bytes = b""
    method: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why there is no mail; ``told`` joins its ``data``."""

    reason: SkipReason
    told: Mapping[str, Any] = field(default_factory=dict)


Rendered = Message | Nothing | None
Render = Callable[[Delivery, Recipient], Rendered]
Prepare = Callable[[Sequence[Delivery], datetime, Memo], Render]


def anyone(_delivery: Delivery, _recipient: Recipient) -> bool:
    """Allow: for mail that tells its reader of nothing but what she did herself."""
    return True


def whole(mail_list: str) -> Callable[[Delivery], tuple[str, int]]:
    """Return the ``list_of`` of a kind whose mails are all of one list."""
    return lambda _delivery: (mail_list, WHOLE)


@dataclass(frozen=True, slots=True)
class MailKind:
    """A kind of mail.

    ``render(delivery, recipient)`` returns the message, or ``None`` when there is nothing left to say; it runs
    in the recipient's language and time zone. ``may_receive(delivery, recipient)`` is asked just before.
    ``prepare(batch, now, memo)`` stands in the place of both where mails are gathered and asked for together:
    it returns their ``render``. ``forgets_address`` takes the address out of the record once the mail is sent
    or given up. ``list_of(delivery)`` is what a person may choose not to hear of, by the key of the list and
    the primary key of the thing; without it she is always told. Of ``one_at_a_time``, no two mails to the same
    person are on their way at once.
    """

    name: str
    label: Any
    render: Render | None = None
    may_receive: Callable[[Delivery, Recipient], bool] = anyone
    forgets_address: bool = False
    prepare: Prepare | None = None
    list_of: Callable[[Delivery], tuple[str, int]] | None = None
    one_at_a_time: bool = False


class UnknownKind(LookupError):
    """No app has registered a mail kind of this name."""


class KindRegistry:
    """The kinds of mail by name."""

    def __init__(self) -> None:
        self._kinds: dict[str, MailKind] = {}

    def register(self, kind: MailKind) -> None:
        """Add ``kind``, or put it in the place of the one with the same name."""
        self._kinds[kind.name] = kind

    def get(self, name: str) -> MailKind:
        """Return the kind called ``name``, or raise ``UnknownKind``."""
        try:
            return self._kinds[name]
        except KeyError:
            raise UnknownKind(name) from None

    def find(self, name: str) -> MailKind | None:
        """Return the kind called ``name``, if its app is there."""
        return self._kinds.get(name)

    def forgets_address(self, name: str) -> bool:
        """Return whether mails of a kind lose their address once they have ended."""
        return name in self._kinds and self._kinds[name].forgets_address

    def one_at_a_time(self) -> list[str]:
        """Return the names of the kinds of which a person gets one mail after the other."""
        return [kind.name for kind in self._kinds.values() if kind.one_at_a_time]

    def label(self, name: str) -> str:
        """Return the label of a kind, or its name where its app is gone."""
        return str(self._kinds[name].label) if name in self._kinds else name

    def choices(self) -> list[tuple[str, str]]:
        """Return names and labels, for filters."""
        return sorted((kind.name, str(kind.label)) for kind in self._kinds.values())


kinds = KindRegistry()
