"""Addresses that get no more mail: asked before each batch, written when a server knows no such address."""

from collections.abc import Iterable
from datetime import datetime

from network.mail.enums import SuppressionReason
from network.mail.models import Suppression
from network.mail.models.suppression import EVERYTHING, address_hash


def suppress_address(
    *, address: str, now: datetime, reason: SuppressionReason = SuppressionReason.BOUNCED
) -> None:
    """Send nothing more to an address: its server says that it does not exist, or its owner complains."""
    Suppression.objects.get_or_create(
        address_hash=address_hash(address),
        scope=EVERYTHING,
        defaults={"reason": reason, "created_at": now},
    )


def suppressed_among(addresses: Iterable[str]) -> set[str]:
    """Return those of the addresses that get no mail, with one query."""
    by_hash = {address_hash(address): address for address in addresses}
    found = Suppression.objects.filter(scope=EVERYTHING, address_hash__in=by_hash)
    return {by_hash[found_hash] for found_hash in found.values_list("address_hash", flat=True)}
