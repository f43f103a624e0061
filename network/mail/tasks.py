"""Wake-ups for mail: a task does nothing that the outbox does not know."""

from celery import shared_task
from celery.signals import worker_ready
from django.utils import timezone

from network.mail import sending
from network.mail.digests import plan


@shared_task
def send_delivery(pk: int) -> None:
    """Send one mail, unless it is sent, taken, or not yet due."""
    sending.send_one(pk=pk)


@shared_task
def send_due() -> None:
    """Send what is due, and what a killed worker left behind; where time was too short, wake the next."""
    if sending.sweep().more:
        send_due.delay()


@shared_task
def plan_digests() -> None:
    """Enter the digests that are due, then send what there is."""
    plan.plan(timezone.now())
    send_due()


@shared_task
def forget_runs() -> None:
    """Forget what was planned long ago."""
    plan.forget_runs(timezone.now())


@worker_ready.connect
def sweep_at_start(**_kwargs) -> None:
    """Do not wait for beat's first minute with what became due while no worker ran."""
    plan_digests.delay()
