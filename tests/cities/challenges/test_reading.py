"""Reading challenges: the list, the page of one, and what other pages show of them."""

from datetime import date

import pytest

from cities.demo.challenges import load
from cities.demo.load import load as load_cities
from cities.enums import ChallengeState
from cities.models import Challenge, City
from network.core.models import Theme
from tests.factories.affiliations import AffiliationFactory, ChallengeFactory
from tests.factories.challenges import CommentFactory, CoSignatureFactory, SupportOfferFactory
from tests.factories.cities import CityFactory
from tests.factories.home import PriorityIndexPageFactory, PriorityPageFactory

pytestmark = pytest.mark.django_db

HIDDEN = [ChallengeState.DRAFT, ChallengeState.SUBMITTED, ChallengeState.RETURNED, ChallengeState.WITHDRAWN]


@pytest.fixture
def circular():
    return Theme.objects.get(slug="circular-economy")


def read(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def test_the_list_is_narrowed_by_city_and_state(client, home, circular, reindex):
    essen = CityFactory(name="Essen", population=593085)
    ChallengeFactory(city=essen, title="Heat after coal", themes=[circular], cycle_year=2023)
    ChallengeFactory(title="Trams", state=ChallengeState.SOLVED, solution="A new line.")
    reindex()
    text = read(client, "/challenges/")
    assert "2 challenges" in text and "Heat after coal" in text and "Trams" in text
    for query in (
        "theme=circular-economy",
        "region=europe&size=metropolitan",
        "city=essen",
        "state=published",
        "year=2023",
        "q=coal",
        "country=DE&theme=circular-economy",
    ):
        found = read(client, f"/challenges/?{query}")
        assert "Heat after" in found and "Trams" not in found, query
    assert "Heat after coal" not in read(client, "/challenges/?state=solved")


def test_without_an_index_the_list_comes_from_the_database(client, home, circular):
    ChallengeFactory(title="Heat after coal", themes=[circular])
    ChallengeFactory(title="Not yet", draft=True)
    text = read(client, "/challenges/?q=coal")
    assert "Heat after coal" in text and "Circular economy" in text
    assert "Not yet" not in read(client, "/challenges/")


@pytest.mark.parametrize("state", HIDDEN)
def test_what_is_not_published_exists_nowhere(client, home, state, circular, reindex):
    challenge = ChallengeFactory(title="Zebrafinch", state=state, themes=[circular])
    PriorityPageFactory(parent=PriorityIndexPageFactory(parent=home, slug="priorities"), slug="circular")
    reindex()
    assert "next=" in read(client, challenge.get_absolute_url(), 404)
    client.force_login(AffiliationFactory().person)
    assert "next=" not in read(client, challenge.get_absolute_url(), 404)
    client.logout()
    paths = ("/challenges/", "/search/?q=zebra", "/search/suggestions/?q=zebra", "/sitemap-challenges.xml")
    for path in (*paths, challenge.city.get_absolute_url(), "/priorities/circular/"):
        assert "Zebrafinch" not in read(client, path).replace("zebrafinch", ""), path


def test_a_challenge_of_a_city_that_is_not_listed_is_not_shown(client, home):
    challenge = ChallengeFactory(city__live=False)
    read(client, challenge.get_absolute_url(), 404)


def test_the_page_shows_what_the_city_has_written(client, home, circular):
    challenge = ChallengeFactory(
        title="Heat after coal",
        context="The plant closes.\n\nIn 2028.",
        tried="A boiler",
        needed="A plan",
        affected="Tenants",
        wanted_by=date(2028, 3, 1),
        cycle_year=2026,
        source_url="https://www.essen.example/heat",
        themes=[circular],
    )
    text = read(client, challenge.get_absolute_url())
    for words in (
        "<p>The plant closes.</p>",
        "What was tried",
        "What is needed",
        "Who is affected",
        "1 March 2028",
        "2026",
        ">essen.example</a>",
        "/challenges/?theme=circular-economy",
        '"@type": "CreativeWork"',
    ):
        assert words in text, words
    assert "What solved it" not in text
    assert "csrfmiddlewaretoken" not in text


def test_the_page_shows_who_has_it_too_and_what_members_say(client, home):
    challenge = ChallengeFactory()
    CoSignatureFactory(challenge=challenge, city__name="Katowice", sentence="So do our tenants.")
    CommentFactory(challenge=challenge, city__name="Turku", author__name="Aino Virtanen", text="Ask first.")
    CommentFactory(challenge=challenge, hidden=True, text="Buy pills")
    SupportOfferFactory(challenge=challenge, city__name="Lodz", text="Only for you")
    SupportOfferFactory(challenge=challenge, city__name="Ghent", text="For all to see", is_public=True)
    SupportOfferFactory(challenge=challenge, withdrawn=True, text="Taken back", is_public=True)
    text = read(client, challenge.get_absolute_url())
    for words in (
        "1 city has this too",
        "So do our tenants.",
        "Turku",
        "Ask first.",
        "For all to see",
        "<dd>2</dd>",
    ):
        assert words in text, words
    for words in ("Aino Virtanen", "Buy pills", "Only for you", "Lodz", "Taken back"):
        assert words not in text, words
    client.force_login(AffiliationFactory().person)
    assert "Aino Virtanen" in read(client, challenge.get_absolute_url())


def test_it_names_cities_that_could_know_more_and_why(client, home, circular):
    essen = CityFactory(name="Essen", population=593085, sectors=["coal"])
    challenge = ChallengeFactory(city=essen, themes=[circular])
    CityFactory(name="Katowice", population=600_000, sectors=["coal", "steel"], themes=[circular])
    CityFactory(name="Prato", featured=True, themes=[circular])
    signed = CityFactory(name="Turku", themes=[circular])
    CoSignatureFactory(challenge=challenge, city=signed)
    text = read(client, challenge.get_absolute_url()).split("Cities that could know more")[1]
    assert "Katowice" in text and "Prato" not in text and "Turku" not in text
    assert "Deals with the same: Circular economy" in text
    assert "Both were shaped by coal" in text
    assert "Same size: metropolitan" in text


def test_a_city_and_a_priority_show_their_challenges(client, home, circular, reindex):
    essen = CityFactory(name="Essen")
    for number in range(5):
        ChallengeFactory(city=essen, title=f"Heat {number}", themes=[circular])
    PriorityPageFactory(
        parent=PriorityIndexPageFactory(parent=home, slug="priorities"), slug="circular", theme=circular
    )
    assert "All 5 challenges" in read(client, essen.get_absolute_url())
    for _with_and_without_an_index in range(2):
        assert "All 5 challenges" in read(client, "/priorities/circular/")
        reindex()


def test_a_challenge_is_found_on_the_site_and_known_to_search_engines(client, home, reindex):
    challenge = ChallengeFactory(title="Heat after coal")
    reindex()
    assert "Heat after" in read(client, "/search/?q=coal&type=challenge")
    assert challenge.get_absolute_url() in read(client, "/sitemap-challenges.xml")
    assert "/challenges/" in read(client, "/sitemap-lists.xml")


@pytest.mark.parametrize("title", ["New", "mine", "¿?"])
def test_no_title_makes_an_address_that_is_taken(client, home, title):
    challenge = ChallengeFactory(title=title)
    assert challenge.slug not in {"new", "mine", ""}
    assert title in read(client, challenge.get_absolute_url())


def test_the_demo_challenges_load_once(client, home):
    load_cities()
    assert load() == {"challenges": 20}
    assert City.objects.get(slug="nizhyn").is_featured
    turku = Challenge.objects.get(title="Planning a circular city with residents")
    assert (turku.city.slug, turku.cycle_year, turku.themes.count()) == ("turku", 2020, 2)
    turku.delete()
    Challenge.objects.filter(city__slug="adama").update(title="Edited")
    assert load() == {"challenges": 0}
    assert Challenge.objects.count() == 19
