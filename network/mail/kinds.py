"""What the portal mails: each kind says how a mail of it reads and who may still get it.

Higher apps register their kinds in ``AppConfig.ready()``, so that mail imports none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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

    ``calendar`` is a calendar of one event for the reader's own, with the ``method`` of RFC 5546.
    """

    subject: str
    text: str
    html: str
    reply_to: str = ""
    calendar: bytes = b""
    method: str = ""


def anyone(_delivery: Delivery, _recipient: Recipient) -> bool:
    """Allow: for mail that tells its reader of nothing but what she did herself."""
    return True


@dataclass(frozen=True, slots=True)
class MailKind:
    """A kind of mail.

    ``render(delivery, recipient)`` returns the message, or ``None`` when there is nothing left to say; it runs
    in the recipient's language and time zone. ``may_receive(delivery, recipient)`` is asked just before.
    ``forgets_address`` takes the address out of the record once the mail is sent or given up.
    """

    name: str
    label: Any
    render: Callable[[Delivery, Recipient], Message | None]
    may_receive: Callable[[Delivery, Recipient], bool] = anyone
    forgets_address: bool = False


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

    def forgets_address(self, name: str) -> bool:
        """Return whether mails of a kind lose their address once they have ended."""
        return name in self._kinds and self._kinds[name].forgets_address

    def label(self, name: str) -> str:
        """Return the label of a kind, or its name where its app is gone."""
        return str(self._kinds[name].label) if name in self._kinds else name

    def choices(self) -> list[tuple[str, str]]:
        """Return names and labels, for filters."""
        return sorted((kind.name, str(kind.label)) for kind in self._kinds.values())


kinds = KindRegistry()
