"""What the clock starts."""

from celery import shared_task
from django.utils import timezone

from working_groups.exchanges.closing import plan_follow_ups


@shared_task
def ask_what_is_left() -> None:
    """Ask the cities whose exchange ended half a year ago what has become of it."""
    plan_follow_ups(now=timezone.now())
