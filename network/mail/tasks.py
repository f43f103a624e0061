"""Wake-ups for mail: a task does nothing that the outbox does not know."""

from celery import shared_task

from network.mail import sending


@shared_task
def send_delivery(pk: int) -> None:
    """Send one mail, unless it is sent, taken, or not yet due."""
    sending.send_one(pk=pk)


@shared_task
def send_due() -> None:
    """Send what is due, and what a killed worker left behind."""
    sending.send_due()
