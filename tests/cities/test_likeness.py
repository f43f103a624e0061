"""How alike two cities are, and why."""

import random

import pytest

from cities.enums import OfferKind, SizeClass
from cities.likeness import Traits, alike_cities, compare, complement, good_partners, read_traits
from cities.models import City, CityOffer
from network.core.generation import forget
from network.core.models import Country, Theme
from tests.factories.affiliations import ChallengeFactory
from tests.factories.cities import CityFactory


def theme(slug: str) -> Theme:
    return Theme.objects.get(slug=slug)


def points(reasons) -> dict[str, int]:
    return {reason.text: reason.points for reason in reasons}


def test_each_thing_in_common_is_named_with_its_points(db):
    themes = [theme("circular-economy"), theme("resilience")]
    places = {"country": Country.objects.get(iso2="PL"), "population": 300_000}
    one = CityFactory(sectors=["coal", "steel"], themes=themes, **places)
    other = CityFactory(
        sectors=["coal", "steel"], themes=themes, country=Country.objects.get(iso2="CZ"), population=250_000
    )
    for city in (one, other):
        ChallengeFactory(city=city, themes=[theme("circular-economy")])
    traits = read_traits(City.objects.all())
    assert points(compare(traits[one.pk], traits[other.pk])) == {
        "Same size: medium": 2,
        "Both in Eastern Europe": 2,
        "Both were shaped by coal and steel": 4,
        "Both bring challenges on circular economy": 2,
        "Both work on circular economy and resilience": 2,
    }


def test_a_wider_region_and_the_next_size_count_less(db):
    one = CityFactory(country=Country.objects.get(iso2="PL"), population=300_000)
    other = CityFactory(country=Country.objects.get(iso2="ES"), population=600_000)
    far = CityFactory(country=Country.objects.get(iso2="MW"), population=6_000_000)
    traits = read_traits(City.objects.all())
    assert points(compare(traits[one.pk], traits[other.pk])) == {"Nearly the same size": 1, "Both in Europe": 1}
    assert compare(traits[one.pk], traits[far.pk]) == []


def test_many_things_in_common_do_not_drown_the_rest(db):
    sectors = {f"Industry {n}" for n in range(9)}
    assert [reason.points for reason in compare(Traits(sectors=sectors), Traits(sectors=set(sectors)))] == [6]


def test_what_one_seeks_and_the_other_offers(db):
    one, other = CityFactory(), CityFactory()
    CityOffer.objects.create(city=one, kind=OfferKind.NEED, theme=theme("circular-economy"), title="Help")
    CityOffer.objects.create(city=other, kind=OfferKind.OFFER, theme=theme("circular-economy"), title="Tour")
    CityOffer.objects.create(city=other, kind=OfferKind.NEED, title="Anything")
    traits = read_traits(City.objects.all())
    assert points(complement(traits[one.pk], traits[other.pk])) == {
        "Offers what is looked for here: circular economy": 3
    }
    assert points(complement(traits[other.pk], traits[one.pk])) == {
        "Looks for what is offered here: circular economy": 3
    }


def test_narrower_themes_count_for_the_theme_above_them(db):
    broad = theme("circular-economy")
    narrow = Theme.objects.create(name="Reuse of halls", slug="reuse-of-halls", broader=broad, position=99)
    one, other = CityFactory(themes=[narrow]), CityFactory(themes=[broad])
    traits = read_traits(City.objects.all())
    assert "Both work on circular economy" in points(compare(traits[one.pk], traits[other.pk]))


def test_drafts_of_challenges_tell_nothing(db):
    one, other = CityFactory(), CityFactory()
    ChallengeFactory(city=one, themes=[theme("resilience")])
    ChallengeFactory(city=other, themes=[theme("resilience")], draft=True)
    traits = read_traits(City.objects.all())
    assert not any("challenges" in text for text in points(compare(traits[one.pk], traits[other.pk])))


@pytest.mark.parametrize("seed", range(50))
def test_the_order_of_two_cities_makes_no_difference(db, seed):
    chance = random.Random(seed)  # noqa: S311
    keys = list(Theme.objects.filter(broader=None).values_list("pk", flat=True))

    def some(of) -> set:
        return set(chance.sample(list(of), chance.randint(0, 4)))

    def city() -> Traits:
        regions = chance.choice([(), ("Europe",), ("Europe", "Eastern Europe"), ("Africa", "Eastern Africa")])
        size = chance.choice([None, *SizeClass])
        return Traits(size, regions, some("abcdef"), some(keys), some(keys), some(keys), some(keys))

    one, other = city(), city()
    assert points(compare(one, other)) == points(compare(other, one))
    assert sum(points(complement(one, other)).values()) == sum(points(complement(other, one)).values())


def test_the_best_come_first_and_one_thing_alone_is_not_enough(db):
    city = CityFactory(name="Here", sectors=["coal"], themes=[theme("resilience")])
    CityFactory(name="Only near")
    CityFactory(name="Both", sectors=["coal"], themes=[theme("resilience")])
    CityFactory(name="Coal", sectors=["coal"])
    CityFactory(name="Draft", sectors=["coal"], themes=[theme("resilience")], draft=True)
    CityFactory(name="Featured", sectors=["coal"], featured=True)
    assert [peer.city.name for peer in alike_cities(city)] == ["Both", "Coal"]
    assert [peer.city.name for peer in good_partners(city, number=1)] == ["Both"]
    first = good_partners(city)[0]
    assert first.points == sum(reason.points for reason in first.reasons)
    assert [reason.points for reason in first.reasons] == sorted(
        (reason.points for reason in first.reasons), reverse=True
    )


def test_a_citys_page_says_why_each_partner_is_suggested(client, home):
    city = CityFactory(name="Here", slug="here", sectors=["coal"])
    CityFactory(name="There", sectors=["coal"])
    text = client.get("/cities/here/").content.decode()
    assert "Good partners for an exchange" in text and "Both were shaped by coal" in text
    city.status = "alumnus"
    city.save()
    forget()  # nothing is committed in this test
    assert "Good partners" not in client.get("/cities/here/").content.decode()
    assert "Both were shaped" not in client.get("/cities/there/").content.decode()


def test_a_suggestion_costs_no_query_until_something_changes(
    db, django_assert_num_queries, django_capture_on_commit_callbacks
):
    def change(**fields):
        with django_capture_on_commit_callbacks(execute=True):
            return CityFactory(sectors=["coal"], **fields)

    city = change(name="Here")
    change(name="There")
    assert [peer.city.name for peer in good_partners(city)] == ["There"]
    with django_assert_num_queries(0):
        good_partners(city)
    change(name="Elsewhere")
    assert [peer.city.name for peer in good_partners(city)] == ["Elsewhere", "There"]


@pytest.mark.parametrize("number", [2, 20])
def test_the_traits_of_many_cities_take_as_many_queries_as_those_of_two(db, number, django_assert_num_queries):
    CityFactory.create_batch(number, sectors=["coal"], themes=[theme("resilience")])
    read_traits(City.objects.all())  # reads regions and themes into memory
    with django_assert_num_queries(2):
        assert len(read_traits(City.objects.all())) == number
