"""Whom a city could ask: every reason and its points, and that the list is honest."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cities.enums import OfferKind, SizeClass
from cities.likeness import Traits
from cities.models import CityOffer
from network.core.generation import forget
from network.core.models import Country, Theme
from tests.factories.affiliations import AffiliationFactory
from tests.factories.cities import CityFactory
from tests.factories.exchanges import ExchangeFactory, PartyFactory
from working_groups.exchanges.enums import ExchangeState
from working_groups.exchanges.matching import Record, read_records, suggested_partners, weigh

pytestmark = pytest.mark.django_db


def key(slug: str) -> int:
    return Theme.objects.get(slug=slug).pk


CIRCULAR, RESILIENCE, GENDER = "circular-economy", "resilience", "gender-equality"
MEDIUM, LARGE = SizeClass.MEDIUM, SizeClass.LARGE
EAST, WEST = ("Europe", "Eastern Europe"), ("Europe", "Western Europe")
# What a city is: traits, languages, then worked, broke_off, busy. What is wanted: circular economy and
# resilience, by a medium city of Eastern Europe shaped by coal, whose people speak Polish and English. They
# are added by hand, what is offered 5 each (two at most), what is dealt with 3 each (two at most), size 2 or 1,
# region 2 or 1, sectors 2 each, shared themes 1 each, a language 2, an exchange that worked 2, one that broke
# off −2, each exchange in which it helps beyond the first −2 (three at most).
CASES = [
    ({}, [], (0, 0, 0), 0),
    ({"size": MEDIUM, "regions": EAST, "sectors": {"coal"}}, ["pl"], (3, 0, 0), 0),
    ({"themes": [CIRCULAR]}, [], (0, 0, 0), 3 + 1),
    ({"themes": [CIRCULAR, RESILIENCE]}, [], (0, 0, 0), 6 + 2),
    ({"challenges": [CIRCULAR]}, [], (0, 0, 0), 3),
    ({"offers": [CIRCULAR]}, [], (0, 0, 0), 5),
    ({"offers": [CIRCULAR, RESILIENCE]}, [], (0, 0, 0), 10),
    ({"offers": [CIRCULAR], "themes": [CIRCULAR]}, [], (0, 0, 0), 5 + 1),
    ({"offers": [CIRCULAR], "themes": [RESILIENCE]}, [], (0, 0, 0), 5 + 3 + 1),
    ({"offers": [GENDER]}, ["pl"], (0, 0, 0), 0),
    ({"offers": [CIRCULAR], "size": MEDIUM}, [], (0, 0, 0), 5 + 2),
    ({"offers": [CIRCULAR], "size": SizeClass.METROPOLITAN}, [], (0, 0, 0), 5 + 1),
    ({"offers": [CIRCULAR], "size": LARGE}, [], (0, 0, 0), 5),
    ({"offers": [CIRCULAR], "regions": EAST}, [], (0, 0, 0), 5 + 2),
    ({"offers": [CIRCULAR], "regions": WEST}, [], (0, 0, 0), 5 + 1),
    ({"offers": [CIRCULAR], "sectors": {"coal", "steel"}}, [], (0, 0, 0), 5 + 2),
    ({"offers": [CIRCULAR]}, ["pl", "en", "de"], (0, 0, 0), 5 + 2),
    ({"offers": [CIRCULAR]}, ["fr"], (2, 1, 1), 5 + 2),
    ({"offers": [CIRCULAR]}, [], (0, 1, 2), 5 - 2 - 2),
    ({"offers": [CIRCULAR], "themes": [RESILIENCE], "regions": EAST}, ["en"], (0, 0, 9), 5 + 3 + 1 + 2 + 2 - 6),
]


def traits(size=None, regions=(), sectors=(), themes=(), challenges=(), offers=()) -> Traits:
    sets = ({key(slug) for slug in slugs} for slugs in (themes, challenges, offers))
    return Traits(size, regions, set(sectors), *sets)


@pytest.mark.parametrize(("theirs", "languages", "counted", "points"), CASES)
def test_the_points_are_those_that_are_added_by_hand(theirs, languages, counted, points):
    mine = traits(MEDIUM, EAST, {"coal"}, [CIRCULAR, RESILIENCE], [])
    record = Record(set(languages), *counted)
    wanted = {key(CIRCULAR), key(RESILIENCE)}
    reasons = weigh(mine, traits(**theirs), wanted=wanted, languages={"pl", "en"}, record=record)
    assert sum(reason.points for reason in reasons) == points
    assert [reason.points for reason in reasons] == sorted((one.points for one in reasons), reverse=True)


def test_without_a_theme_what_the_city_says_it_needs_counts():
    mine, theirs = Traits(needs={key(GENDER)}), traits(offers=[GENDER])
    reasons = weigh(mine, theirs, wanted=set(), languages=set(), record=Record())
    assert [str(one.text) for one in reasons] == ["Offers what is wanted: Gender equality"]


def test_what_is_counted_about_cities_is_read_from_what_happened(home):
    asking, helper, other = CityFactory(), CityFactory(), CityFactory()
    AffiliationFactory(city=helper, person__languages=["pl", "en"])
    AffiliationFactory(city=helper, person__languages=["de"], ended=True)
    AffiliationFactory(city=helper, person__languages=["fr"], person__is_active=False)
    for trait in ("completed", "active", "matched"):
        PartyFactory(exchange=ExchangeFactory(city=asking, **{trait: True}), city=helper, accepted=True)
    early = ExchangeFactory(
        city=asking, state=ExchangeState.ENDED, ended_at=timezone.now(), confirmed_at=timezone.now()
    )
    PartyFactory(exchange=early, city=helper, accepted=True)
    unsent = ExchangeFactory(city=asking, state=ExchangeState.ENDED, ended_at=timezone.now())
    PartyFactory(exchange=unsent, city=other, accepted=True)
    PartyFactory(exchange=ExchangeFactory(city=other, completed=True), city=helper, accepted=True)
    PartyFactory(exchange=ExchangeFactory(city=other), city=helper)
    records = read_records(ExchangeFactory(city=asking))
    assert records[helper.pk] == Record({"pl", "en"}, worked=1, broke_off=1, busy=2)
    assert other.pk not in records


def test_nobody_is_matched_with_herself_or_with_who_is_no_member_any_more(home):
    theme = Theme.objects.get(slug=CIRCULAR)
    asking = CityFactory(name="Asks", themes=[theme])
    good = CityFactory(name="Good", themes=[theme])
    asked = CityFactory(name="Asked", themes=[theme])
    CityFactory(name="Alumnus", themes=[theme], status="alumnus")
    CityFactory(name="Applicant", themes=[theme], status="applicant")
    CityFactory(name="Featured", themes=[theme], featured=True)
    CityFactory(name="Hidden", themes=[theme], draft=True)
    CityFactory(name="Elsewhere", country=Country.objects.get(iso2="MW"))
    exchange = ExchangeFactory(city=asking, themes=[theme])
    PartyFactory(exchange=exchange, city=asked)
    forget()
    assert [peer.city for peer in suggested_partners(exchange)] == [good]


def test_the_best_come_first_whatever_the_order_of_their_names(home):
    theme = Theme.objects.get(slug=CIRCULAR)
    asking = CityFactory(name="Asks")
    for name in ("Zett", "Alpha"):
        CityFactory(name=name, themes=[theme])
    best = CityFactory(name="Mitte", themes=[theme])
    CityOffer.objects.create(city=best, kind=OfferKind.OFFER, theme=theme, title="Tour")
    forget()
    exchange = ExchangeFactory(city=asking, themes=[theme])
    assert [peer.city.name for peer in suggested_partners(exchange)] == ["Mitte", "Alpha", "Zett"]


def test_five_hundred_cities_cost_no_more_queries_than_three(home, django_assert_max_num_queries):
    theme = Theme.objects.get(slug=CIRCULAR)
    exchange = ExchangeFactory(themes=[theme])
    numbers = []
    for size in (3, 500):
        for _one in range(size - len(numbers) * 3):
            CityFactory(themes=[theme])
        forget()
        with django_assert_max_num_queries(20) as asked:
            assert suggested_partners(exchange)
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


def test_an_offer_on_a_narrower_theme_counts_for_the_theme_above_it(home):
    broad = Theme.objects.get(slug=CIRCULAR)
    narrow = Theme.objects.create(name="Reuse of halls", slug="reuse-of-halls", broader=broad, position=99)
    helper = CityFactory(name="Halls")
    CityOffer.objects.create(city=helper, kind=OfferKind.OFFER, theme=narrow, title="Tour")
    forget()
    exchange = ExchangeFactory(themes=[broad], requested_at=timezone.now() - timedelta(days=1))
    assert [peer.city for peer in suggested_partners(exchange)] == [helper]
