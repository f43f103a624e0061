"""What the home page and the priority pages show, gathered here: their templates fire no query."""

from typing import Any


def gather_home(*, priorities, request) -> dict[str, Any]:
    """Return what the home page shows to the sender of ``request``."""
    return {"priorities": [{"page": page, "url": page.get_url(request)} for page in priorities]}


def gather_priorities(*, priorities, request) -> dict[str, Any]:
    """Return the priorities and themes with their addresses."""
    return {"priorities": [{"page": page, "url": page.get_url(request)} for page in priorities]}


def gather_priority(*, theme, request) -> dict[str, Any]:
    """Return what is filed under ``theme`` and its narrower themes."""
    return {"theme": theme}
