"""Who may see what came out of an exchange or a meeting, and begin it."""

from typing import Any

from cities.permissions import is_member
from working_groups.exchanges.permissions import reads_inside as reads_exchange
from working_groups.permissions import reads_inside as reads_meeting
from working_groups.permissions import writes_minutes


def sees_outcome(person: Any, outcome: Any) -> bool:
    """Allow whoever reads the inside of the exchange or the meeting that it came out of."""
    if outcome.exchange is not None:
        return reads_exchange(person, outcome.exchange)
    return reads_meeting(person, outcome.meeting)


def drafts_practice_of_meeting(person: Any, meeting: Any) -> bool:
    """Allow members of cities who may write the minutes, once there are some."""
    return bool(meeting.minutes) and writes_minutes(person, meeting) and is_member(person)


def drafts_product_of_meeting(person: Any, meeting: Any) -> bool:
    """Allow editors who read the minutes, once there are some."""
    edits = person.has_perm("wagtailadmin.access_admin")
    return bool(meeting.minutes) and edits and reads_meeting(person, meeting)


OUTCOME_RULES = {"view": sees_outcome}
DRAFTING_RULES = {"draft practice": drafts_practice_of_meeting, "draft product": drafts_product_of_meeting}
