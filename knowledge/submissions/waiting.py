"""What waits for those who have submitted practices and news."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from knowledge.models import Submission
from network.core.drafts import standings_of
from network.core.waiting import Waiting

READ, SHOWN = 20, 5
WORDS = {"returned": 30, "draft": 20}


def gather(person: Any, now: datetime) -> Iterator[Waiting]:
    """Yield what the secretariat has sent back, and what is not sent yet."""
    rows = Submission.objects.filter(author=person, page__live=False).select_related("page")
    found = list(rows.order_by("-created_at", "-pk")[:READ])
    standings = standings_of([one.page for one in found])
    waits = [one for one in found if standings[one.page_id]["state"] in WORDS]
    for submission in waits[:SHOWN]:
        standing = standings[submission.page_id]
        returned = standing["state"] == "returned"
        words = gettext("Sent back to you: %(title)s") if returned else gettext("Not sent yet: %(title)s")
        yield Waiting(
            words % {"title": submission.page.draft_title},
            submission.get_absolute_url(),
            text=standing.get("comment", ""),
            weight=WORDS[standing["state"]],
        )
