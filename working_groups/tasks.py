"""What the clock starts."""

from celery import shared_task
from django.utils import timezone

from working_groups.exchanges.closing import plan_follow_ups
from working_groups.meetings.reminders import plan_reminders


@shared_task
def ask_what_is_left() -> None:
    """Ask the cities whose exchange ended half a year ago what has become of it."""
    plan_follow_ups(now=timezone.now())


@shared_task
def remind_of_meetings() -> None:
    """Remind those who come to a meeting that begins within a day."""
    plan_reminders(timezone.now())
