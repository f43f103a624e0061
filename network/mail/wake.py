"""Telling a worker that there is mail."""

import logging

from kombu.exceptions import KombuError

from network.mail.tasks import send_delivery

log = logging.getLogger(__name__)


def wake_worker(pk: int) -> None:
    """Wake a worker for the mail ``pk``. Without a broker nothing is lost: the next minute’s sweep sends it."""
    try:
        send_delivery.apply_async((pk,), retry=False)
    except (KombuError, OSError) as error:
        log.warning("No worker was woken for mail %s: %s", pk, error)
