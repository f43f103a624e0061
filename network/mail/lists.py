"""What people choose to hear of. Higher apps register their lists in ``AppConfig.ready()``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from network.mail.enums import Frequency

if TYPE_CHECKING:
    from network.mail.digests.sources import Source

WHOLE = 0  # the list itself, where a person does not choose for each thing that it is about
ON_OR_OFF = (Frequency.AT_ONCE, Frequency.NEVER)


@dataclass(frozen=True, slots=True)
class MailList:
    """Something that people are mailed about, and may choose how often.

    With ``names`` a person chooses for each thing by itself: ``names(person, openly)`` returns what those of
    hers are called, by primary key; ``openly`` for whoever has one of her mails, who may be somebody else.
    ``source`` is what a digest gathers, ``None`` for mails that go out each by itself.
    """

    key: str
    label: Any
    about: Any
    frequencies: tuple[Frequency, ...] = ON_OR_OFF
    default: Frequency = Frequency.AT_ONCE
    names: Callable[[Any, bool], dict[int, str]] | None = None
    source: "Source | None" = None
    stop_reader: Callable[[int], None] | None = None
    order: int = 50

    @property
    def is_switch(self) -> bool:
        """Whether there is nothing to choose but on and off."""
        return self.frequencies == ON_OR_OFF


class ListRegistry:
    """The lists by key."""

    def __init__(self) -> None:
        self._lists: dict[str, MailList] = {}

    def register(self, mail_list: MailList) -> None:
        """Add ``mail_list``, or put it in the place of the one with the same key."""
        self._lists[mail_list.key] = mail_list

    def get(self, key: str) -> MailList:
        """Return the list called ``key``; raises ``KeyError`` where no app has registered it."""
        return self._lists[key]

    def find(self, key: str) -> MailList | None:
        """Return the list called ``key``, if an app has registered it."""
        return self._lists.get(key)

    def all(self) -> list[MailList]:
        """Return the lists in the order in which people read them."""
        return sorted(self._lists.values(), key=lambda one: (one.order, one.key))

    def gathered(self) -> list[MailList]:
        """Return those that digests are made of, in their order."""
        return [one for one in self.all() if one.source]


lists = ListRegistry()
