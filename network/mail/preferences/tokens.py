"""Links by which somebody chooses her mail without signing in: signed, so that nobody can make one."""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.urls import reverse

from network.core.letterhead import absolute
from network.mail.kinds import kinds
from network.mail.lists import WHOLE
from network.mail.models import Delivery

# One address stops one list for ever: RFC 8058 asks that old mails can still be stopped.
STOP = "network.mail.stop"
READER = "r"  # before the key of somebody without an account
# The other shows what somebody hears of; who finds an old mail shall not read it.
CENTRE = "network.mail.centre"
CENTRE_FOR = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Stop:
    """What a link stops: a person's list, or one thing of it; or the list of a reader without an account."""

    person: int
    list: str
    of: int
    reader: int = 0


def unsubscribe_url(person: int, mail_list: str, of: int) -> str:
    """Return the address that stops a list, or one thing of it, for a person."""
    token = signing.Signer(salt=STOP).sign(f"{person}.{mail_list}.{of}")
    return absolute(reverse("mail_choices:stop", args=[token]))


def reader_stop_url(reader: int, mail_list: str) -> str:
    """Return the address that stops a list for a reader without an account."""
    token = signing.Signer(salt=STOP).sign(f"{READER}{reader}.{mail_list}.{WHOLE}")
    return absolute(reverse("mail_choices:stop", args=[token]))


def stop_url(delivery: Delivery) -> str:
    """Return the address that stops what a mail is about; empty where its reader cannot stop it."""
    kind = kinds.find(delivery.kind)
    if kind is None or kind.list_of is None:
        return ""
    mail_list, of = kind.list_of(delivery)
    if delivery.recipient_id:
        return unsubscribe_url(delivery.recipient_id, mail_list, of)
    reader = delivery.data.get("reader")
    return reader_stop_url(reader, mail_list) if reader else ""


def read_stop(token: str) -> Stop | None:
    """Return what a link stops, or nothing where it is not one of ours."""
    try:
        person, mail_list, of = signing.Signer(salt=STOP).unsign(token).split(".")
        if person.startswith(READER):
            return Stop(0, mail_list, int(of), reader=int(person.removeprefix(READER)))
        return Stop(int(person), mail_list, int(of))
    except (signing.BadSignature, ValueError):
        return None


def preferences_url(person: int) -> str:
    """Return the address of everything that a person can choose; it is good for sixty days."""
    token = signing.TimestampSigner(salt=CENTRE).sign(str(person))
    return absolute(reverse("mail_choices:centre", args=[token]))


def read_centre(token: str) -> int | None:
    """Return whose choices a link opens, or nothing where it is not one of ours or too old."""
    try:
        return int(signing.TimestampSigner(salt=CENTRE).unsign(token, max_age=CENTRE_FOR))
    except (signing.BadSignature, ValueError):
        return None
