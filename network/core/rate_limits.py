"""How often something is taken in a while, counted in the cache.

What is counted stays counted when the database's transaction is rolled back, or its rows are deleted.
"""

import hashlib
import math
import time
from dataclasses import dataclass

from django.core.cache import cache

HOUR = 3600
DAY = 24 * HOUR


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``number`` in ``seconds`` for whom or what ``name`` says."""

    name: str
    number: int
    seconds: int


def count_or_wait(*limits: Limit) -> int:
    """Count one more for each limit and return 0, or return in how many minutes the next one is taken.

    The names are not kept in clear. Requests at the very same moment may slip through together: this keeps
    floods out, it is no ledger.
    """
    now = time.time()
    counted = []
    for limit in limits:
        key = "rate-limit:" + hashlib.sha256(limit.name.encode()).hexdigest()
        times = [moment for moment in cache.get(key, []) if moment > now - limit.seconds]
        if len(times) >= limit.number:
            return max(1, math.ceil((times[0] + limit.seconds - now) / 60))
        counted.append((key, [*times, now], limit.seconds))
    for key, times, seconds in counted:
        cache.set(key, times, seconds)
    return 0
