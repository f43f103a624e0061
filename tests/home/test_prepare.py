"""What preparing a data folder does beside migrating it."""

import pytest
from wagtail.models import Page, Site

from network.home.management.commands.prepare import Command
from network.home.services import begin_network


@pytest.fixture
def network(db):
    return begin_network(name="Test network", base_url="http://localhost:8000")


@pytest.mark.parametrize(
    "address", ["http://localhost:8207", "http://localhost", "https://exchange.example.org"]
)
def test_full_addresses_begin_with_the_address_of_this_start(network, settings, client, address):
    settings.WAGTAILADMIN_BASE_URL = address
    Command()._point_site()
    home = Page.objects.get(pk=network.pk)
    assert home.get_full_url() == f"{address}/"
    assert f'<link rel="canonical" href="{address}/">' in client.get("/").content.decode()


def test_the_site_keeps_the_name_and_root_that_staff_gave_it(network, settings):
    other = network.add_child(instance=Page(title="Another beginning", slug="another"))
    Site.objects.update(site_name="Our own name", root_page=other)
    settings.WAGTAILADMIN_BASE_URL = "http://localhost:8207"
    Command()._point_site()
    site = Site.objects.get()
    assert (site.site_name, site.root_page_id, site.port) == ("Our own name", other.pk, 8207)
