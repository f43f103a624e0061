"""Work that the clock starts."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from network.core.personal_data import apply_retention


@shared_task
def publish_scheduled() -> None:
    """Publish and unpublish the pages whose time has come."""
    call_command("publish_scheduled", verbosity=0)


@shared_task
def clear_expired_sessions() -> None:
    """Forget sessions that have ended."""
    call_command("clearsessions", verbosity=0)


@shared_task
def clear_outdated() -> None:
    """Delete personal data that is past its time."""
    apply_retention(now=timezone.now())
