"""What the clock starts."""

from celery import shared_task
from django.utils import timezone

from cities.cycles.reminders import plan_reminders
from cities.cycles.results import publish_results


@shared_task
def run_cycles() -> None:
    """Store the results of votes that have closed, then write the mails that are due to the outbox."""
    now = timezone.now()
    publish_results(now=now)
    plan_reminders(now=now)
