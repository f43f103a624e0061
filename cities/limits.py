"""How much one person may add in a while: enough for work, too little for a flood."""

import math
from datetime import datetime, timedelta

from django.db.models import QuerySet

CHALLENGES = (20, timedelta(days=1))
COMMENTS = (20, timedelta(hours=1))
OFFERS = (20, timedelta(days=1))
EXPERT_REQUESTS = (10, timedelta(days=1))


def minutes_to_wait(rows: QuerySet, moment: str, limit: tuple[int, timedelta], *, now: datetime) -> int:
    """Return 0, or in how many minutes the person whose ``rows`` these are may add another one.

    ``moment`` names the field with the time of a row.
    """
    number, span = limit
    times = rows.filter(**{f"{moment}__gt": now - span}).order_by(f"-{moment}").values_list(moment, flat=True)
    recent = list(times[:number])
    if len(recent) < number:
        return 0
    return max(1, math.ceil((recent[-1] + span - now).total_seconds() / 60))
