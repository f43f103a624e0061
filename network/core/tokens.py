"""The secret part of a link: made from what the database holds and the portal's secret, and never stored."""

import hashlib
import uuid

from django.utils.crypto import salted_hmac


def token_of(seed: uuid.UUID, *, purpose: str) -> str:
    """Return the token of a seed (64 hexadecimal digits); one of another purpose is another.

    Without the portal's secret nobody can make it.
    """
    return salted_hmac(purpose, str(seed), algorithm="sha256").hexdigest()


def hash_of(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
