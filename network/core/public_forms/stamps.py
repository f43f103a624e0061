"""The signed stamp of a form: when it was opened, from which page, and the token that makes it act once."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest

SALT = "network.core.public_forms"
LONGEST = timedelta(hours=12)
# Nobody writes a message in less; a program does.
QUICKEST = timedelta(seconds=3)


class StampExpired(Exception):
    """The stamp is too old, or not ours."""


class TooQuick(Exception):
    """The form was sent sooner than a person can fill it in."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a form was stamped with when it was opened."""

    token: uuid.UUID
    source_path: str


def source_path(request: HttpRequest) -> str:
    """Return the path of this site's page that led to the form, empty when another site or none did."""
    try:
        referrer = urlsplit(request.headers.get("referer", ""))
    except ValueError:  # anybody can send anything
        return ""
    return referrer.path[:300] if referrer.netloc == request.get_host() else ""


def new_stamp(source: str = "") -> str:
    """Return a signed stamp for a form that is opened now."""
    return signing.dumps({"token": str(uuid.uuid4()), "source": source}, salt=SALT)


def read_stamp(value: str) -> Stamp:
    """Return what a stamp says; raise ``TooQuick`` or ``StampExpired`` where it is not between three seconds
    and twelve hours old.
    """
    try:
        content = signing.loads(value, salt=SALT, max_age=LONGEST)
    except signing.BadSignature:
        raise StampExpired from None
    try:
        signing.loads(value, salt=SALT, max_age=QUICKEST)
    except signing.SignatureExpired:
        return Stamp(uuid.UUID(content["token"]), content["source"])
    raise TooQuick
