"""The secret part of an invitation's link."""

import uuid

from network.core import tokens


def token_of(seed: uuid.UUID) -> str:
    """Return the token of an invitation's seed."""
    return tokens.token_of(seed, purpose="cities.joining.invitations")
