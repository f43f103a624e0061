"""The filters of lists: their names in the address, their values in words, and how many results each would
give.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from network.search.counting import count_own_and_added
from network.search.queries import Narrowing
from network.search.results import count_values
from network.search.store import Reader

MOST_CHOSEN = 20  # values of one filter in one address
Labels = Callable[[Collection[str]], Mapping[str, str]]


@dataclass(frozen=True)
class Filter:
    """A filter by its name in the address.

    ``labels`` returns the names of those of the given values that exist, in their order. Without ``legend`` it
    is in no sidebar: only links lead to it. ``offered`` names the values that the sidebar always shows; without
    it, those are shown that something in the list has. ``is_open`` is whether its values are unfolded at first.
    ``all_name`` is the parameter by which all chosen values are asked for, not any of them. ``field`` is that
    of the index, where its name is another.
    """

    name: str
    labels: Labels
    legend: str = ""
    offered: Callable[[], list[str]] | None = None
    is_open: bool = True
    all_name: str = ""
    normalise: Callable[[str], str] = str
    field: str = ""

    @property
    def column(self) -> str:
        """The field of the index that holds the values."""
        return self.field or self.name


@dataclass(slots=True)
class Choice:
    """A value of a filter as the sidebar shows it; ``count`` is how many results choosing it gives.

    A page has hundreds of them, and a frozen one takes three times as long to make.
    """

    value: str
    label: str
    count: int
    checked: bool

    @property
    def disabled(self) -> bool:
        """Whether choosing it would lead to an empty list."""
        return not self.count and not self.checked


@dataclass(frozen=True, slots=True)
class Mode:
    """Whether any of the chosen values will do or all of them must be there."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter of the sidebar with its values."""

    name: str
    legend: str
    choices: list[Choice]
    is_open: bool
    modes: list[Mode]


def occurring(reader: Reader, kinds: tuple[str, ...], names: tuple[str, ...]) -> dict[str, dict[str, int]]:
    """Return the values that documents of these kinds have, counted once in each state of the index."""
    key = ("occurring", kinds, names)
    if key not in reader.memory:
        reader.memory[key] = count_values(reader, Narrowing(kinds).as_query(reader), names)
    return reader.memory[key]


def count_choices(
    reader: Reader, narrowing: Narrowing, total: int, names: list[str]
) -> dict[str, dict[str, int]]:
    """Return, for each filter, the number of results that choosing a value gives, for the values that give any.

    Values of one filter add up: beside a value that is not chosen stands how many results there are with it
    added. Beside a chosen one stands how many of the results have it.
    """
    if not narrowing:
        return occurring(reader, narrowing.kinds, tuple(names))
    counts, added = count_own_and_added(reader, narrowing, names)
    for name, numbers in added.items():
        own = {value: counts[name].get(value, 0) for value in narrowing.chosen[name]}
        counts[name] = _Joined(total, own, numbers)
    return counts


class _Joined(dict):
    """Numbers of a filter in use: a value that nothing further has gives what is there already."""

    def __init__(self, total: int, own: dict[str, int], added: dict[str, int]) -> None:
        super().__init__({value: total + number for value, number in added.items()} | own)
        self._total = total

    def get(self, key, default=None):
        return super().get(key, self._total)
