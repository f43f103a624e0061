"""How long to wait before the next try."""

import random
from collections.abc import Callable
from datetime import timedelta

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
# With these waits the tries span more than a day: longer than the bad night of a mail server.
MAX_ATTEMPTS = 18


def backoff(attempts: int, jitter: Callable[[], float] = random.random) -> timedelta:
    """Return the wait after the ``attempts``-th try: doubled each time, capped, and shortened by up to half.

    ``jitter`` returns a number from 0 to 1. It spreads mails that failed together, so that a server that comes
    back is not hit by all of them at once.
    """
    doubled = FIRST_WAIT * 2 ** min(max(attempts, 1) - 1, 20)
    return min(doubled, LONGEST_WAIT) * (0.5 + jitter() / 2)
