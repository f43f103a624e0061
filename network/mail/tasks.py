"""Wake-ups for mail."""

from celery import shared_task


@shared_task
def send_due() -> None:
    """Send what is due."""
