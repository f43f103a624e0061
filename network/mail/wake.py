"""Telling a worker that there is mail."""

import logging

from kombu.exceptions import KombuError

from network.mail.tasks import send_delivery, send_due

log = logging.getLogger(__name__)


def wake_worker(pk: int) -> None:
    """Wake a worker for the mail ``pk``. Without a broker nothing is lost: the next minute’s sweep sends it."""
    try:
        send_delivery.apply_async((pk,), retry=False)
    except (KombuError, OSError) as error:
        log.warning("No worker was woken for mail %s: %s", pk, error)


def wake_sweep() -> None:
    """Wake a worker for all that is due; without a broker the next minute’s sweep does the same."""
    try:
        send_due.apply_async(retry=False)
    except (KombuError, OSError) as error:
        log.warning("No worker was woken for the mail that is due: %s", error)
