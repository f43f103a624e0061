"""How many forms are taken from one connection and for one address."""

import hashlib
import ipaddress
import math
import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache

HOUR = 3600
DAY = 24 * HOUR
PER_CONNECTION = (6, HOUR)
PER_ADDRESS = (5, DAY)


def _connection(request) -> str:
    """Return the sender's IP address, for IPv6 the /64 network that one household or server has."""
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    if address.version == 6:
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return str(address)


def minutes_to_wait(request, *, email: str) -> int:
    """Count one more form and return 0, or return in how many minutes the next one is taken.

    The counts live in the cache, with no address in clear. Requests at the very same moment may slip through
    together: this keeps floods out, it is no ledger.
    """
    now = time.time()
    counted = []
    for name, (limit, seconds) in (
        (f"connection {_connection(request)}", PER_CONNECTION),
        (f"address {email.lower()}", PER_ADDRESS),
    ):
        key = "public-forms:" + hashlib.sha256(name.encode()).hexdigest()
        times = [moment for moment in cache.get(key, []) if moment > now - seconds]
        if len(times) >= limit:
            return max(1, math.ceil((times[0] + seconds - now) / 60))
        counted.append((key, [*times, now], seconds))
    for key, times, seconds in counted:
        cache.set(key, times, seconds)
    return 0
