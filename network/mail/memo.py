"""What one sweep has made once and uses for many mails."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

LARGEST = 4000


class Memo:
    """A store that forgets what has not been asked for longest, so that a long sweep's memory stays flat."""

    def __init__(self, largest: int = LARGEST) -> None:
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._largest = largest

    def __contains__(self, key: Hashable) -> bool:
        return key in self._kept

    def __getitem__(self, key: Hashable) -> Any:
        self._kept.move_to_end(key)
        return self._kept[key]

    def __setitem__(self, key: Hashable, value: Any) -> None:
        self._kept[key] = value
        self._kept.move_to_end(key)
        if len(self._kept) > self._largest:
            self._kept.popitem(last=False)

    def once(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return what is kept under ``key``, made by ``make()`` where nothing is."""
        if key not in self._kept:
            self[key] = make()
        return self[key]
