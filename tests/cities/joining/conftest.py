"""A network with an address, and people to come to it."""

import pytest
from wagtail.models import Site

from network.core.models import NetworkSettings


@pytest.fixture
def secretariat(home):
    """Give the network a name and a secretariat with an address, and return the address."""
    network = NetworkSettings.for_site(Site.objects.get())
    network.name, network.contact_email = "Test network", "secretariat@network.example"
    network.save()
    return network.contact_email


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    """Let staff in by a session alone; the second factor has tests of its own."""
    settings.REQUIRE_SECOND_FACTOR = False
