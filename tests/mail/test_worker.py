"""A real worker with beat inside, on the filesystem broker of the embedded default."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from network.mail.enums import DeliveryState
from network.mail.models import Delivery
from tests.factories.enquiries import EnquiryFactory
from tests.factories.mail import DeliveryFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 90


def database_url() -> str:
    """Return the address of the database that this test uses."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{connection.settings_dict['NAME']}"
    values = connection.settings_dict
    credentials = f"{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT'] or 5432}"
    return f"postgres://{credentials}/{values['NAME']}"


@contextmanager
def worker(folder: Path, smtp_port: int):
    """Run a worker, and kill it the hard way."""
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "network.settings.dev",
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
        "INTERURBAN_DATA": str(folder),
        "REDIS_URL": "",
    }
    command = [sys.executable, "-m", "celery", "-A", "network", "worker", "--beat", "-P", "solo"]
    with (folder / "worker.log").open("w") as log:
        process = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
        )
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for(condition) -> bool:
    """Return whether ``condition()`` came true in time."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


def test_what_a_killed_worker_left_behind_is_sent_by_the_next_one(tmp_path, smtp, settings):
    """The first worker hangs in the middle of a mail and is killed; its lease runs out; beat wakes the next."""
    enquiry = EnquiryFactory()
    delivery = DeliveryFactory(
        kind="enquiry_acknowledgement", address=enquiry.email, data={"enquiry": enquiry.pk}
    )
    smtp.hang_seconds = PATIENCE
    with worker(tmp_path, settings.EMAIL_PORT):
        assert wait_for(smtp.begun.is_set), (tmp_path / "worker.log").read_text()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.SENDING, 1)
    smtp.hang_seconds = 0
    Delivery.objects.update(lease_until=timezone.now())
    with worker(tmp_path, settings.EMAIL_PORT):
        assert wait_for(smtp.accepted.is_set), (tmp_path / "worker.log").read_text()
        assert wait_for(lambda: Delivery.objects.get().state == DeliveryState.SENT)
    assert Delivery.objects.get().attempts == 2
    assert smtp.received[-1]["Message-ID"] == delivery.message_id
