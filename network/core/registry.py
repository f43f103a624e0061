"""What flows upward: an app lower in the import order shows what higher apps know, without importing them.

Each app fills the registry in its ``AppConfig.ready()``. A city's page, for example, asks
``panels.gather(city, request)`` and gets the practices, products and news that ``knowledge`` has about it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Panel:
    """A section of a page: a template, what it shows, and its place on the page.

    The page draws the section and its heading (with a link where ``context`` has ``url`` and ``more``); the
    template draws what is inside, from ``panel.context``, which holds ready values: it fires no query.
    ``anchor`` is the section's ``id`` and its link in the page's own navigation.
    """

    anchor: str
    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    order: int = 100


Gather = Callable[[Any, Any], Iterable[Panel]]


class PanelRegistry:
    """Sections that higher apps add to the page of a lower app's object."""

    def __init__(self) -> None:
        self._gatherers: dict[type, list[Gather]] = defaultdict(list)

    def register(self, model: type, gather: Gather) -> None:
        """Have ``gather(obj, request)`` asked for panels on the pages of ``model``."""
        if gather not in self._gatherers[model]:
            self._gatherers[model].append(gather)

    def gather(self, obj: Any, request: Any) -> list[Panel]:
        """Return the panels that have something to show about ``obj`` to this reader, in order."""
        # Asked of the object itself: the person of a request comes wrapped until she is first needed.
        found = [panel for gather in self._gatherers[obj.__class__] for panel in gather(obj, request)]
        return sorted(found, key=lambda panel: panel.order)


@dataclass(frozen=True, slots=True)
class Counter:
    """Names and counts of a kind of content, such as practices, by a lower object's primary key."""

    name: str
    count: Callable[[Any], dict[Any, int]]


class CounterRegistry:
    """How many items of higher apps a lower model's objects have, counted for a whole list at once."""

    def __init__(self) -> None:
        self._counters: dict[type, list[Counter]] = defaultdict(list)

    def register(self, model: type, name: str, count: Callable[[Any], dict[Any, int]]) -> None:
        """Have ``count(request)`` answer the number of ``name`` items by primary key of ``model``."""
        self._counters[model] = [c for c in self._counters[model] if c.name != name]
        self._counters[model].append(Counter(name, count))

    def counts(self, model: type, request: Any) -> dict[str, dict[Any, int]]:
        """Return, for each registered name, the counts by primary key that this reader may know."""
        return {counter.name: counter.count(request) for counter in self._counters[model]}


class VocabularyRegistry:
    """What ``load_vocabularies`` loads beside core's own vocabularies."""

    def __init__(self) -> None:
        self._loaders: list[Callable[[], None]] = []

    def register(self, load: Callable[[], None]) -> None:
        """Have ``load()`` called; it adds what is missing and changes nothing that is there."""
        if load not in self._loaders:
            self._loaders.append(load)

    def load(self) -> None:
        """Call every loader, in the order of registration."""
        for load in self._loaders:
            load()


class Followers:
    """What higher apps do, in the same transaction, when a service of a lower app has done its part.

    The service calls it by name, so that whoever reads it sees that more follows.
    """

    def __init__(self) -> None:
        self._followers: list[Callable[..., None]] = []

    def register(self, follow: Callable[..., None]) -> None:
        """Have ``follow(**what)`` called, in the order of registration."""
        if follow not in self._followers:
            self._followers.append(follow)

    def tell(self, **what: Any) -> None:
        """Call them all."""
        for follow in self._followers:
            follow(**what)


panels = PanelRegistry()
counters = CounterRegistry()
vocabularies = VocabularyRegistry()
