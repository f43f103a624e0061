"""Counting ranked ballots for several places: the single transferable vote as Scotland counts it.

The method is that of the Scottish Local Government Elections Order 2007 (SSI 2007/42), schedule 1, rules 45
to 52: Droop quota, surpluses passed on by the weighted inclusive Gregory method, transfer values cut off after
five decimal places. Where the Order draws a lot, the draw is the order that is given here.

Pure functions of whole numbers: a vote is 100,000 parts, so that a recount gives the same to the last part.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

PARTS = 100_000

# The keys of the entries that a ballot ranks, the first preference first; each once.
Ranking = tuple[int, ...]


class Step(StrEnum):
    """What a round does."""

    FIRST = "first"
    SURPLUS = "surplus"
    EXCLUSION = "exclusion"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Round:
    """A round of the count: what was done with which entry, and where the votes are after it, in parts.

    ``lost`` are the votes that no further entry gets: ballots without a further choice, and what is cut off
    behind the fifth decimal place. ``tied`` are the entries between which the tie rule decided.
    """

    step: Step
    about: int | None
    votes: dict[int, int]
    lost: int
    elected: tuple[int, ...] = ()
    excluded: int | None = None
    tied: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """A whole count: the entries that get a place, in the order of election, and how it came to that."""

    places: int
    ballots: int
    quota: int
    elected: tuple[int, ...]
    rounds: tuple[Round, ...]

    def as_data(self) -> dict[str, Any]:
        """Return the count as JSON can hold it."""
        return {
            "places": self.places,
            "ballots": self.ballots,
            "quota": self.quota,
            "elected": list(self.elected),
            "rounds": [
                {
                    "step": one.step.value,
                    "about": one.about,
                    "votes": [list(pair) for pair in sorted(one.votes.items())],
                    "lost": one.lost,
                    "elected": list(one.elected),
                    "excluded": one.excluded,
                    "tied": list(one.tied),
                }
                for one in self.rounds
            ],
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Count":
        """Return the count that ``as_data`` wrote."""
        rounds = tuple(
            Round(
                step=Step(one["step"]),
                about=one["about"],
                votes={number: votes for number, votes in one["votes"]},  # noqa: C416
                lost=one["lost"],
                elected=tuple(one["elected"]),
                excluded=one["excluded"],
                tied=tuple(one["tied"]),
            )
            for one in data["rounds"]
        )
        return cls(data["places"], data["ballots"], data["quota"], tuple(data["elected"]), rounds)


def droop_quota(*, ballots: int, places: int) -> int:
    """Return the fewest votes that no more entries than there are places can reach."""
    return ballots // (places + 1) + 1


def count_ballots(
    rankings: Iterable[Ranking], *, places: int, draw: Sequence[int], looks_back: bool = True
) -> Count:
    """Return the count of ``rankings`` of the entries in ``draw`` for ``places`` places.

    Of entries with equal votes the one is ahead that had more in the latest round in which they differed
    (unless ``looks_back`` is false), and after that the one that stands first in ``draw``. Without a ballot
    nobody is elected.
    """
    piles = Counter(rankings)
    ballots = piles.total()
    quota = droop_quota(ballots=ballots, places=places)
    if not ballots:
        return Count(places, 0, quota, (), ())
    table = _Table(places, quota * PARTS, tuple(draw), looks_back)
    table.deal(piles)
    while not table.is_done:
        table.step()
    return Count(places, ballots, quota, tuple(table.elected), tuple(table.rounds))


@dataclass(slots=True)
class _Pile:
    """Equal ballots in one hand: how many, what each is worth, and what they rank after it."""

    number: int
    value: int
    rest: Ranking


@dataclass(slots=True)
class _Table:
    """The counting table: who holds which ballots, and who is still in the count."""

    places: int
    quota: int
    draw: tuple[int, ...]
    looks_back: bool
    votes: dict[int, int] = field(default_factory=dict)
    piles: dict[int, list[_Pile]] = field(default_factory=dict)
    continuing: set[int] = field(default_factory=set)
    elected: list[int] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    lost: int = 0
    tied: tuple[int, ...] = ()

    @property
    def vacancies(self) -> int:
        """How many places are free."""
        return self.places - len(self.elected)

    @property
    def is_done(self) -> bool:
        """Whether there is nothing left to do."""
        return self.vacancies <= 0 or not self.continuing

    def deal(self, rankings: Counter[Ranking]) -> None:
        """Give each ballot to its first preference."""
        self.continuing = set(self.draw)
        self.votes = dict.fromkeys(sorted(self.draw), 0)
        self.piles = {entry: [] for entry in self.draw}
        for ranking, number in sorted(rankings.items()):
            self._pass_on(ranking, number, PARTS)
        self._close_round(Step.FIRST)

    def step(self) -> None:
        """Play one round: fill the last places, or pass a surplus on, or exclude the last entry."""
        if last := self._last_elected():
            self._elect(last)
            self._close_round(Step.LAST, elected=last)
        elif waiting := [entry for entry in self.elected if self.votes[entry] > self.quota]:
            self._transfer_surplus(self._pick(waiting, most=True))
        else:
            self._exclude(self._pick(self.continuing, most=False))

    def _last_elected(self) -> list[int]:
        """Return who gets the last places without a further transfer, the strongest first."""
        if len(self.continuing) <= self.vacancies:
            return self._by_strength(self.continuing)
        if self.vacancies > 1:
            return []
        waiting = sum(max(0, self.votes[entry] - self.quota) for entry in self.elected)
        standing = sum(self.votes[entry] for entry in self.continuing)
        most = max(self.votes[entry] for entry in self.continuing)
        return [self._pick(self.continuing, most=True)] if most >= standing - most + waiting else []

    def _transfer_surplus(self, entry: int) -> None:
        """Pass on every ballot that ``entry`` holds, each at the surplus's share of its value."""
        total = self.votes[entry]
        surplus = total - self.quota
        piles, self.piles[entry] = self.piles[entry], []
        self.votes[entry] = self.quota
        self.lost += surplus
        for pile in piles:
            self.lost -= self._pass_on(pile.rest, pile.number, surplus * pile.value // total)
        self._close_round(Step.SURPLUS, about=entry)

    def _exclude(self, entry: int) -> None:
        """Take ``entry`` out of the count and pass on its ballots at the value at which it got them."""
        self.continuing.discard(entry)
        piles, self.piles[entry] = self.piles[entry], []
        self.lost += self.votes[entry]
        self.votes[entry] = 0
        for pile in piles:
            self.lost -= self._pass_on(pile.rest, pile.number, pile.value)
        self._close_round(Step.EXCLUSION, about=entry, excluded=entry)

    def _pass_on(self, ranking: Ranking, number: int, value: int) -> int:
        """Give equal ballots to the next entry that is in the count; return what that entry gains."""
        for place, entry in enumerate(ranking):
            if entry in self.continuing:
                self.piles[entry].append(_Pile(number, value, ranking[place + 1 :]))
                self.votes[entry] += number * value
                return number * value
        return 0

    def _close_round(self, step: Step, *, elected: Sequence[int] = (), **about: Any) -> None:
        """Elect who has reached the quota, and write the round down."""
        reached = [entry for entry in self.continuing if self.votes[entry] >= self.quota]
        newly = [*elected, *self._by_strength(reached)[: max(0, self.vacancies)]]
        self._elect(newly[len(elected) :])
        self.rounds.append(
            Round(
                step=step,
                about=about.get("about"),
                votes=dict(self.votes),
                lost=self.lost,
                elected=tuple(newly),
                excluded=about.get("excluded"),
                tied=self.tied,
            )
        )
        self.tied = ()

    def _elect(self, entries: Iterable[int]) -> None:
        for entry in entries:
            self.elected.append(entry)
            self.continuing.discard(entry)

    def _by_strength(self, entries: Iterable[int]) -> list[int]:
        """Return ``entries``, the strongest first."""
        left, ordered = set(entries), []
        while left:
            ordered.append(self._pick(left, most=True))
            left.discard(ordered[-1])
        return ordered

    def _pick(self, entries: Iterable[int], *, most: bool) -> int:
        """Return the entry with the most or the fewest votes; where several have, the tie rule decides."""
        best = _extreme(entries, self.votes, most=most)
        if len(best) > 1:
            self.tied = tuple(sorted({*self.tied, *best}))
            for earlier in reversed(self.rounds) if self.looks_back else ():
                best = _extreme(best, earlier.votes, most=most)
        choose = min if most else max
        return choose(best, key=self.draw.index)


def _extreme(entries: Iterable[int], votes: dict[int, int], *, most: bool) -> list[int]:
    """Return those of ``entries`` that have the most votes, or the fewest."""
    numbers = {entry: votes[entry] for entry in entries}
    sought = max(numbers.values()) if most else min(numbers.values())
    return [entry for entry, number in numbers.items() if number == sought]
