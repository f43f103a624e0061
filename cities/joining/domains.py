"""Which city a person's address speaks for.

An address belongs to a city when its domain is one of the city's mail domains or lies below one: whoever owns
``katowice.eu`` also decides who gets an address at ``um.katowice.eu``. Where several fit, the longest counts.
"""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress

from cities.enums import JOINED_CITIES
from cities.models import City, MailDomain


def domain_names(address: str) -> list[str]:
    """Return the domain of an address and those above it, longest first, without the top-level domain alone."""
    labels = address.rpartition("@")[2].lower().rstrip(".").split(".")
    return [".".join(labels[place:]) for place in range(len(labels) - 1)]


def cities_of_addresses(addresses: Iterable[str]) -> dict[str, City]:
    """Return, by address, the city that it speaks for, with one query; only cities that people can join."""
    names = {address: domain_names(address) for address in addresses}
    wanted = {name for found in names.values() for name in found}
    if not wanted:
        return {}
    rows = MailDomain.objects.filter(domain__in=wanted).select_related("city")
    by_domain = {row.domain: row.city for row in rows}
    cities = {}
    for address, found in names.items():
        city = next((by_domain[name] for name in found if name in by_domain), None)
        if city and city.live and city.status in JOINED_CITIES:
            cities[address] = city
    return cities


def cities_of_person(person: Any) -> set[City]:
    """Return the cities that the verified addresses of ``person`` speak for."""
    verified = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return set(cities_of_addresses(verified).values())
