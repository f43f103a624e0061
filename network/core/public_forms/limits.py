"""How many forms are taken from one connection and for one address."""

import ipaddress

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from network.core.rate_limits import DAY, HOUR, Limit, count_or_wait

PER_CONNECTION = (6, HOUR)
PER_ADDRESS = (5, DAY)


def _connection(request: HttpRequest) -> str:
    """Return the sender's IP address, for IPv6 the /64 network that one household or server has."""
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    if address.version == 6:
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return str(address)


def minutes_to_wait(request: HttpRequest, *, email: str) -> int:
    """Count one more form and return 0, or return in how many minutes the next one is taken."""
    return count_or_wait(
        Limit(f"connection {_connection(request)}", *PER_CONNECTION),
        Limit(f"address {email.lower()}", *PER_ADDRESS),
    )
