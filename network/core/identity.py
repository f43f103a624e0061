"""Who the network says it is."""

from network.core.generation import keep
from network.core.models import NetworkSettings


def read_network() -> NetworkSettings:
    """Return the network's settings, from memory while nothing has changed; do not change them.

    A network that has not set anything yet gets the defaults; reading writes nothing.
    """
    return keep("network", _read_network)


def _read_network() -> NetworkSettings:
    return NetworkSettings.objects.filter(site__is_default_site=True).first() or NetworkSettings()
