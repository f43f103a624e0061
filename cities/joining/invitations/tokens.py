"""The secret part of an invitation's link."""

import hashlib
import uuid

from django.utils.crypto import salted_hmac


def token_of(seed: uuid.UUID) -> str:
    """Return the token of a seed (64 hexadecimal digits); without the portal's secret nobody can make it."""
    return salted_hmac("cities.joining.invitations", str(seed), algorithm="sha256").hexdigest()


def hash_of(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
