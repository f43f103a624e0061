"""The states of an exchange, and the steps that lead from one to the next: nothing else moves it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from network.core.audit import record
from network.core.merging import Stale
from working_groups.exchanges.enums import TOGETHER
from working_groups.exchanges.enums import ExchangeState as State
from working_groups.models import PeerExchange


class WrongState(Exception):
    """The exchange has moved on meanwhile: the step does not lead on from where it stands."""

    def __init__(self, current: PeerExchange) -> None:
        super().__init__(current.state)
        self.current = current


class StaleText(Stale):
    """Somebody has changed the text since the form was opened; ``current`` is what it is now, if any."""


@dataclass(frozen=True, slots=True)
class Step:
    """From which states a step leads to which, by which rule, and the column that keeps its moment."""

    sources: tuple[State, ...]
    target: State
    rule: str
    noted_in: str


STEPS: Mapping[str, Step] = {
    "send": Step((State.DRAFT,), State.REQUESTED, "change", "requested_at"),
    "confirm": Step((State.REQUESTED,), State.MATCHED, "confirm", "confirmed_at"),
    "agree": Step((State.MATCHED,), State.AGREED, "agree", "agreed_at"),
    "reopen agreement": Step((State.AGREED,), State.MATCHED, "agree", ""),
    "begin": Step((State.AGREED,), State.ACTIVE, "take part", "began_at"),
    "complete": Step((State.ACTIVE,), State.COMPLETED, "report", "completed_at"),
    "follow up": Step((State.COMPLETED,), State.FOLLOWED_UP, "follow up", "followed_up_at"),
    "end": Step(
        (State.DRAFT, State.REQUESTED, State.MATCHED, State.AGREED, State.ACTIVE),
        State.ENDED,
        "end",
        "ended_at",
    ),
}


def leads_on(exchange: PeerExchange, step: str) -> bool:
    """Return whether ``step`` can be taken from where the exchange stands."""
    return exchange.state in STEPS[step].sources


def refuse_wrong_state(exchange: PeerExchange, step: str) -> None:
    """Raise ``WrongState`` where ``step`` cannot be taken."""
    if not leads_on(exchange, step):
        raise WrongState(exchange)


def move(exchange: PeerExchange, step: str, *, by: Any, now: datetime, **details: Any) -> None:
    """Take a step with an exchange that this transaction has locked, save it, and note who did.

    Raises ``WrongState``.
    """
    refuse_wrong_state(exchange, step)
    taken = STEPS[step]
    before = exchange.state
    exchange.state, exchange.changed_at = taken.target, now
    if taken.noted_in:
        setattr(exchange, taken.noted_in, now)
    exchange.save()
    record(action=f"exchange.{taken.target}", subject=exchange, actor=by, now=now, before=before, **details)


def locked_exchange(exchange: PeerExchange) -> PeerExchange:
    """Return the exchange as it is now; nobody else changes it before this transaction ends."""
    return PeerExchange.objects.select_for_update().get(pk=exchange.pk)


def locked_together(exchange: PeerExchange) -> PeerExchange:
    """Return the exchange, locked, while its parties work together; raises ``WrongState`` otherwise."""
    current = locked_exchange(exchange)
    if current.state not in TOGETHER:
        raise WrongState(current)
    return current
