"""A city's page shows what is known and nothing else; drafts wait for their publication."""

import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cities.models import Achievement, CityOffer, CitySource, Commitment, Milestone, Partner
from network.core.generation import forget
from network.core.models import Theme
from tests.factories.cities import CityFactory, PartnerFactory

pytestmark = pytest.mark.django_db


def read(client, thing):
    response = client.get(thing.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def fill(city, times):
    """Give the city ``times`` of everything that its page lists."""
    theme = Theme.objects.first()
    for n in range(times):
        Milestone.objects.create(city=city, year=1900 + n, text=f"Moment {n}", is_turn=n == 1)
        Achievement.objects.create(city=city, title=f"Achievement {n}", theme=theme)
        Commitment.objects.create(city=city, title=f"Commitment {n}", made_on=date(2020, 1, 1 + n))
        CityOffer.objects.create(city=city, title=f"Offer {n}", kind="offer", theme=theme)
        CityOffer.objects.create(city=city, title=f"Need {n}", kind="need", theme=theme)
        CitySource.objects.create(city=city, url=f"https://example.org/{n}")


def test_a_full_city_shows_everything(client, home):
    city = CityFactory(
        name="Essen",
        admin_area="North Rhine-Westphalia",
        population=593_085,
        population_year=2024,
        latitude=51.46,
        longitude=7.01,
        member_since=2018,
        time_zone="Europe/Berlin",
        lead="A lead.",
        legacy="<p>Coal and cast steel.</p>",
        website="https://www.essen.de",
        sectors=["coal", "steel"],
        themes=[Theme.objects.get(slug="resilience")],
    )
    fill(city, 2)
    page = read(client, city)
    for text in (
        "593,085 (2024)",
        "North Rhine-Westphalia, Germany",
        "Metropolitan",
        "Coal and cast steel.",
        "Transition achievements",
        "1 January 2020",
        "Essen can share",
        "Essen is looking for",
        "Where these facts come from",
        'aria-label="Drawing of a mine',
        'class="pin pin--here"',
    ):
        assert text in page, text
    anchors = re.findall(r'<li><a href="#([a-z]+)"', page)
    assert anchors == ["legacy", "achievements", "commitments", "swap", "sources"]
    assert all(f'id="{anchor}"' in page for anchor in anchors)


def test_a_city_of_which_little_is_known_shows_no_label_without_a_value(client, home):
    page = read(client, CityFactory(name="Somewhere"))
    for label in ("Population", "Size", "Legacy sectors", "Time zone", "Member since", "Status", "Themes"):
        assert f">{label}<" not in page, label
    for section in ("Industrial legacy", "Timeline", "Commitments", "Offers and needs", "Where these facts"):
        assert section not in page, section
    assert "pin--here" not in page
    assert "None" not in page
    assert "Nothing here yet" in page


def test_a_featured_city_is_told_from_members_and_has_no_profile(client, home):
    city = CityFactory(name="Prato", featured=True)
    fill(city, 1)
    page = read(client, city)
    assert "Prato is not a member of the network" in page
    assert "Achievement 0" not in page
    assert "https://example.org/0" in page


def test_unpublished_and_unknown_cities_answer_alike(client, home):
    hidden = CityFactory(draft=True)
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert client.get("/cities/nowhere/").status_code == 404


def test_an_edit_shows_when_it_is_published(client, home):
    city = CityFactory(lead="As it was.")
    city.lead = "As it will be."
    city.milestones.add(Milestone(year=2017, text="A new milestone"))
    revision = city.save_revision()
    page = read(client, city)
    assert "As it was." in page
    assert "As it will be." not in page
    assert "A new milestone" not in page
    revision.publish()
    page = read(client, city)
    assert "As it will be." in page
    assert "A new milestone" in page


def test_json_ld_describes_the_city_with_what_is_known(client, home):
    def described(city):
        script = re.search(r'<script type="application/ld\+json">(.*?)</script>', read(client, city))
        return json.loads(script[1])

    full = described(CityFactory(name="<b>Essen</b>", latitude=51.5, longitude=7.0, lead="A </script> lead."))
    assert full["@type"] == "City"
    assert full["name"] == "<b>Essen</b>"
    assert full["description"] == "A </script> lead."
    assert full["geo"] == {"@type": "GeoCoordinates", "latitude": 51.5, "longitude": 7.0}
    assert full["containedInPlace"] == {"@type": "Country", "name": "Germany", "identifier": "DE"}
    assert {"geo", "description", "sameAs"}.isdisjoint(described(CityFactory()))


def test_text_of_editors_is_escaped(client, home):
    city = CityFactory(name="A <script>alert(1)</script>", legacy="<p onclick='x()'>Text</p>")
    page = read(client, city)
    assert "<script>alert" not in page


def queries_of(client, thing):
    read(client, thing)  # what is kept in memory is read
    with CaptureQueriesContext(connection) as captured:
        read(client, thing)
    return len(captured)


def test_a_page_takes_as_many_queries_with_twenty_of_everything_as_with_one(client, home):
    sparse = CityFactory(placed=True, sectors=["coal"], themes=list(Theme.objects.all()[:1]))
    fill(sparse, 1)
    one = queries_of(client, sparse)
    full = CityFactory(placed=True, sectors=["coal", "steel", "iron"], themes=list(Theme.objects.all()[:5]))
    fill(full, 20)
    for _ in range(20):
        CityFactory(placed=True)
    forget()  # nothing is committed in this test
    assert queries_of(client, full) == one <= 15


def test_partners_are_listed_by_kind_and_drafts_are_not(client, home):
    PartnerFactory(name="A lab", kind="research")
    PartnerFactory(name="A fund", kind="funder", website="https://www.example.org/fund")
    PartnerFactory(name="A draft", live=False)
    page = client.get("/partners/").content.decode()
    assert page.index("A fund") < page.index("A lab")
    assert "A draft" not in page
    assert "example.org" in read(client, Partner.objects.get(name="A fund"))
    assert client.get("/partners/a-draft/").status_code == 404


def test_partners_take_as_many_queries_for_twenty_as_for_one(client, home):
    def count():
        client.get("/partners/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/partners/")
        return len(captured)

    PartnerFactory()
    one = count()
    PartnerFactory.create_batch(19)
    assert count() == one <= 15
