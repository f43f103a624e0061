"""Breaking one rule at a time, to prove that the matrix would notice.

A rule is replaced by ``True``, a ``visible_to`` by ``all()``. Only those questions are asked again in which the
rule had said no (or the query had been made): in the others nothing can have changed.
"""

import inspect
import sys
import types
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

OURS = ("cities", "knowledge", "network", "working_groups")
# What a rule's code is replaced by. The function itself stays: other modules hold it.
DETOUR = """
def detour(*args, **kwargs):
    return __import__({module!r}, fromlist=["ask"]).ask({key!r}, args, kwargs)
"""

_originals: dict[str, Callable[..., Any]] = {}
_state: dict[str, Any] = {"broken": None, "cell": None}
denied: dict[str, list] = defaultdict(list)


def rules() -> Iterator[tuple[str, Callable[..., bool]]]:
    """Yield every function of the ``permissions`` modules that answers yes or no."""
    for name, module in sorted(sys.modules.items()):
        if name.startswith(OURS) and name.endswith("permissions"):
            for rule, function in inspect.getmembers(module, inspect.isfunction):
                if function.__module__ == name and inspect.signature(function).return_annotation is bool:
                    yield f"{name}.{rule}", function


def doors() -> Iterator[tuple[str, type]]:
    """Yield every class of queries that has a ``visible_to`` of its own."""
    classes = {
        owner
        for model in apps.get_models()
        for manager in model._meta.managers
        for owner in getattr(manager, "_queryset_class", QuerySet).__mro__
        if "visible_to" in vars(owner) and owner.__module__.startswith(OURS)
    }
    for owner in sorted(classes, key=lambda owner: (owner.__module__, owner.__name__)):
        yield f"{owner.__module__}.{owner.__name__}.visible_to", owner


def ask(key: str, args: tuple, kwargs: dict) -> Any:
    """Answer for the rule ``key``: yes if it is the broken one, else what it says itself."""
    if _state["broken"] == key:
        return True
    said = _originals[key](*args, **kwargs)
    if not said and _state["cell"] is not None:
        denied[key].append(_state["cell"])
    return said


def watch(cell: Any) -> None:
    """Have what is denied from now on noted for ``cell``; ``None`` notes nothing."""
    _state["cell"] = cell


def break_rule(key: str | None) -> None:
    """Break the rule ``key``, and mend the one that was broken before."""
    _state["broken"] = key


def take_over() -> list[str]:
    """Have every rule and every door ask here; return their names."""
    for key, function in list(rules()):
        _originals[key] = types.FunctionType(
            function.__code__,
            function.__globals__,
            function.__name__,
            function.__defaults__,
            function.__closure__,
        )
        made: dict[str, Any] = {}
        exec(DETOUR.format(module=__name__, key=key), made)  # noqa: S102
        function.__code__ = made["detour"].__code__
    for key, owner in list(doors()):
        _originals[key] = vars(owner)["visible_to"]
        owner.visible_to = _door(key)  # type: ignore[attr-defined]
    return list(_originals)


def give_back() -> None:
    """Put every rule and every door back as it was."""
    for key, function in list(rules()):
        function.__code__ = _originals[key].__code__
    for key, owner in list(doors()):
        owner.visible_to = _originals[key]  # type: ignore[attr-defined]
    _originals.clear()
    denied.clear()
    _state.update(broken=None, cell=None)


def _door(key: str) -> Callable[..., QuerySet]:
    def visible_to(self, viewer):
        if _state["broken"] == key:
            return self.all()
        if _state["cell"] is not None:
            denied[key].append(_state["cell"])
        return _originals[key](self, viewer)

    return visible_to
