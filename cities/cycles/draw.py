"""The draw that decides between equals: anybody can repeat it from the seed that was published beforehand."""

import hashlib
import secrets
from collections.abc import Iterable


def new_seed() -> str:
    """Return a seed that nobody could foresee."""
    return secrets.token_hex(8)


def draw_order(seed: str, entries: Iterable[int]) -> tuple[int, ...]:
    """Return the numbers of ``entries`` as they are drawn: by the SHA-256 of “seed:number”, lowest first."""
    return tuple(sorted(entries, key=lambda number: hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()))
