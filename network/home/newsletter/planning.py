"""Entering the mails of an issue into the outbox, once, however often and by however many it is asked."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower

from network.accounts.models import User
from network.home.newsletter.mail import KIND, LIST
from network.home.newsletter.models import IssueRun, NewsletterPage, Subscriber
from network.mail.digests.plan import ROWS, enter
from network.mail.enums import Frequency
from network.mail.lists import lists
from network.mail.messages import new_message_id
from network.mail.models import Delivery
from network.mail.preferences.choices import who_wants


def plan(now: datetime) -> int:
    """Enter the mails of every issue that is due, and return of how many issues."""
    return sum(_plan_issue(issue, now) for issue in NewsletterPage.objects.due(now).defer_streamfields())


@transaction.atomic
def _plan_issue(issue: NewsletterPage, now: datetime) -> bool:
    """Enter the mails of one issue; nothing where another scheduler has begun."""
    _run, is_new = IssueRun.objects.get_or_create(issue=issue, defaults={"planned_at": now})
    if not is_new:
        return False
    period = f"issue:{issue.pk}"
    enter(KIND, period, readers().values_list("pk", flat=True).iterator(ROWS), due=now, now=now)
    rows = subscribers().values_list("pk", "email").iterator(ROWS)
    while some := list(islice(rows, ROWS)):
        Delivery.objects.bulk_create(_mails(some, period, now), ignore_conflicts=True)
    return True


def _mails(rows: Any, period: str, now: datetime) -> Iterator[Delivery]:
    for reader, address in rows:
        yield Delivery(
            address=address,
            kind=KIND,
            period_key=period,
            data={"reader": reader},
            due_at=now,
            next_at=now,
            created_at=now,
            message_id=new_message_id(),
        )


def readers() -> Any:
    """Return the people with an account who have asked for the newsletter."""
    wanted = who_wants(lists.get(LIST), Frequency.AT_ONCE, person="pk")
    return User.objects.filter(wanted, is_active=True).order_by("pk")


def subscribers() -> Any:
    """Return the confirmed addresses, without those whose owner gets it by her account."""
    has_it = readers().order_by().annotate(lower=Lower("email")).filter(lower=OuterRef("email"))
    return Subscriber.objects.confirmed().filter(~Exists(has_it)).order_by("pk")
