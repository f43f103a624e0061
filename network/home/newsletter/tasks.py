"""Work that the clock starts."""

from celery import shared_task
from django.utils import timezone


@shared_task
def plan_newsletter() -> None:
    """Enter the mails of the issues that are due, and wake who sends them."""
    from network.home.newsletter.planning import plan
    from network.mail.wake import wake_sweep

    if plan(timezone.now()):
        wake_sweep()
