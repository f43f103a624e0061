"""What waits for a person in the discussions of her groups."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from network.core.waiting import Waiting
from working_groups.models import PostReport

URGENT, SHOWN = 40, 5


def gather(person: Any, now: datetime) -> Iterator[Waiting]:
    """Yield the reported posts that ``person`` has to look at."""
    if not person.is_authenticated:
        return
    rows = PostReport.objects.visible_to(person).open().exclude(reporter=person)
    for report in rows.select_related("post__thread__group")[:SHOWN]:
        words = gettext("A post was reported: %(title)s") % {"title": report.post.thread.title}
        yield Waiting(words, report.post.thread.get_absolute_url(), text=report.reason, weight=URGENT)
