"""A number that changes whenever something that every page shows has changed, and values kept under it.

Menus and settings stand on every page and seldom change. Each process keeps them in memory together with the
generation they were read in; the cache, which all processes share, holds the current one. A change raises
it once its transaction has committed, so nobody keeps what was read before. A request asks the cache once.
"""

import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import transaction

KEY = "content-generation"
_kept: dict[str, tuple[int, Any]] = {}
# What this request has been told; ``None`` outside of requests, where work can go on for hours.
_told: ContextVar[list[int] | None] = ContextVar("told", default=None)


def listen() -> None:
    """Remember the generation until a request ends. Called once, when the app is ready."""
    request_started.connect(_begin, dispatch_uid="core-generation-begin")
    request_finished.connect(_end, dispatch_uid="core-generation-end")


def _begin(**kwargs) -> None:
    _told.set([])


def _end(**kwargs) -> None:
    _told.set(None)


def current_generation() -> int:
    """Return the current generation, beginning one where the cache has forgotten it."""
    told = _told.get()
    if told:
        return told[0]
    generation = _ask()
    if told is not None:
        told.append(generation)
    return generation


def _ask() -> int:
    generation = cache.get(KEY)
    if generation is None:
        cache.add(KEY, time.time_ns(), timeout=None)
        generation = cache.get(KEY, 0)
    return generation


def raise_generation() -> None:
    """Make every process read anew what it keeps, as soon as the transaction around has committed."""
    transaction.on_commit(_raise)


def _raise() -> None:
    cache.set(KEY, time.time_ns(), timeout=None)
    if told := _told.get():
        told.clear()


def keep(name: str, read: Callable[[], Any]) -> Any:
    """Return what ``read`` returned in the current generation; ask it once a process and generation.

    What is kept is shared by all readers: it must hold nothing personal, and nobody may change it.
    """
    generation = current_generation()
    kept = _kept.get(name)
    if kept is None or kept[0] != generation:
        kept = _kept[name] = (generation, read())
    return kept[1]


def forget() -> None:
    """Let go of what this process keeps.

    A generation is raised a moment after its transaction has committed. Who has to see what the transaction
    wrote, as it is told of it in another way, cannot wait for that.
    """
    _kept.clear()
