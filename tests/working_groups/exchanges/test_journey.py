"""An exchange from the request to the follow-up, as its people walk it in our pages."""

import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone

from knowledge.models import GoodPracticePage, KnowledgeProductPage, PracticeIndexPage
from network.core.models import AuditEntry, Theme
from network.mail.models import Delivery
from tests.factories.affiliations import AffiliationFactory, ChallengeFactory
from tests.factories.challenges import SupportOfferFactory
from tests.factories.cities import CityFactory
from tests.factories.exchanges import (
    AgreementFactory,
    EntryFactory,
    ExchangeFactory,
    PartyFactory,
    SeatFactory,
)
from tests.factories.knowledge import PracticeFactory
from tests.working_groups.meetings.test_calling import new
from working_groups.exchanges.closing import months_later, plan_follow_ups
from working_groups.exchanges.enums import ExchangeState
from working_groups.exchanges.forms import MOST_ASKED
from working_groups.models import ExchangeEntry, PeerExchange

pytestmark = pytest.mark.django_db

ASKED = {
    "title": "How did you keep the pit open?",
    "kind": "mentoring",
    "wanted": "What it costs in two years.",
}
AGREED = {
    "aims": "A plan for two years.",
    "starts_on": "2027-01-10",
    "ends_on": "2027-06-30",
    "people": "Two each.",
    "costs": "",
}


def told(kind: str) -> set[str]:
    return set(Delivery.objects.filter(kind=f"exchange_{kind}").values_list("recipient__name", flat=True))


def begun(as_, city, **more) -> PeerExchange:
    data = ASKED | {"form_token": str(uuid.uuid4()), "city": city.pk} | more
    answer = as_("coordinator").post("/exchanges/new/", data)
    exchange = PeerExchange.objects.latest("pk")
    assert answer.url == f"/exchanges/{exchange.pk}/partners/"
    return exchange


def opened(client, path: str) -> dict:
    """Return the hidden fields of a form as it is opened."""
    form = client.get(path).context["form"]
    return {name: form[name].value() for name in ("version", "base") if name in form.fields}


def test_from_the_request_to_the_follow_up(as_, people, essen, lodz, staffed):
    theme = Theme.objects.get(slug="circular-economy")
    lodz.themes.add(theme)
    lodz.save()
    exchange = begun(as_, essen, themes=[theme.pk])
    path = f"/exchanges/{exchange.pk}/"
    assert as_("asked").get(path).status_code == 404
    page = as_("coordinator").get(f"{path}partners/").content.decode()
    assert "Łódź" in page and "Deals with the same: Circular economy" in page
    as_("coordinator").post(f"{path}partners/", {"suggested": [lodz.pk]})
    assert told("asked") == set()
    steps = opened(as_("coordinator"), f"{path}practicalities/")
    sent = as_("coordinator").post(f"{path}practicalities/", steps | {"way": "online", "action": "send"})
    assert sent.url == path
    assert told("asked") == {"Theo"} and told("sent") == {people["moderator"].name}

    party = exchange.parties.get(city=lodz)
    page = as_("asked").get(path).content.decode()
    assert "What it costs in two years." in page
    assert people["coordinator"].name not in page and people["coordinator"].email not in page
    as_("asked").post(f"{path}parties/{party.pk}/answer/", {"says": "yes", "note": "Gladly."})
    assert told("accepted") == {"Cora"} and told("confirm") == {people["moderator"].name}
    assert as_("coordinator").post(f"{path}confirmation/").status_code == 404
    as_("moderator").post(f"{path}confirmation/")
    assert told("introduced") == {"Cora", "Theo"}
    page = as_("asked").get(path).content.decode()
    assert people["coordinator"].email in page

    form = opened(as_("coordinator"), f"{path}agreement/")
    as_("coordinator").post(f"{path}agreement/", AGREED | form)
    assert told("to_agree") == {"Theo"}
    exchange.refresh_from_db()
    assert exchange.state == ExchangeState.MATCHED
    as_("asked").post(f"{path}agreement/signature/", {"version": "1"})
    exchange.refresh_from_db()
    assert exchange.state == ExchangeState.AGREED
    as_("asked").post(f"{path}beginning/")
    token = str(uuid.uuid4())
    for _time in range(2):
        as_("asked").post(f"{path}log/new/", {"text": "We walked through the pit.", "form_token": token})
    assert ExchangeEntry.objects.count() == 1

    report = {"done": "Two visits.", "learned": "Begin with the roof.", "summary": "Roofs first."}
    form = opened(as_("coordinator"), f"{path}report/")
    as_("coordinator").post(f"{path}report/", report | form | {"shows_result": "on"})
    exchange.refresh_from_db()
    assert exchange.state == ExchangeState.COMPLETED
    assert "Roofs first." in as_("anonymous").get(path).content.decode()
    page = as_("anonymous").get(path).content.decode()
    assert "Begin with the roof." not in page and "Theo" not in page
    assert 'href="/cities/lodz/"' in page
    assert ASKED["title"] in as_("anonymous").get("/cities/lodz/").content.decode()

    answer = as_("coordinator").post(f"{path}outcomes/new/", {"kind": "practice"})
    again = as_("coordinator").post(f"{path}outcomes/new/", {"kind": "practice"})
    assert answer.url == again.url and answer.url.startswith("/submissions/")
    practice = GoodPracticePage.objects.get()
    assert (practice.title, practice.live) == (ASKED["title"], False)
    assert "Begin with the roof." in practice.results
    practice.live = True
    practice.save()
    assert ASKED["title"] in as_("anonymous").get(practice.url).content.decode()
    assert "The exchange that it came out of" in as_("anonymous").get(practice.url).content.decode()

    product = as_("moderator").post(f"{path}outcomes/new/", {"kind": "product"})
    assert product.url == f"/admin/pages/{KnowledgeProductPage.objects.get().pk}/edit/"

    later = timezone.now() + timedelta(days=200)
    assert plan_follow_ups(now=later) == 1 and plan_follow_ups(now=later) == 1
    assert told("follow_up") == {"Cora"}
    form = opened(as_("coordinator"), f"{path}follow-up/")
    as_("coordinator").post(f"{path}follow-up/", form | {"use": "in-use", "text": "The roof is new."})
    exchange.refresh_from_db()
    assert exchange.state == ExchangeState.FOLLOWED_UP
    noted = set(AuditEntry.objects.of(exchange).values_list("action", flat=True))
    steps = ("requested", "matched", "agreed", "active", "completed", "followed-up")
    assert {f"exchange.{step}" for step in steps} <= noted


def test_a_request_that_reaches_nobody_is_not_sent(as_, people, essen):
    exchange = begun(as_, essen)
    path = f"/exchanges/{exchange.pk}/practicalities/"
    form = opened(as_("coordinator"), path)
    answer = as_("coordinator").post(path, form | {"way": "room", "timing": "In May", "action": "send"})
    assert answer.status_code == 422 and "would reach nobody" in answer.content.decode()
    exchange.refresh_from_db()
    assert (exchange.state, exchange.timing) == (ExchangeState.DRAFT, "In May")
    form = opened(as_("coordinator"), path)
    as_("coordinator").post(path, form | {"way": "room", "is_call": "on", "action": "send"})
    assert exchange.title in as_("anonymous").get(f"/exchanges/{exchange.pk}/").content.decode()


def test_a_form_says_what_is_missing_and_one_sent_twice_asks_once(as_, people, essen):
    page = as_("coordinator").post("/exchanges/new/", {"city": essen.pk})
    assert page.status_code == 422
    assert "Say what you would like to learn." in page.content.decode()
    token = str(uuid.uuid4())
    for _time in range(2):
        begun(as_, essen, form_token=token)
    assert PeerExchange.objects.count() == 1
    assert as_("member").get("/exchanges/new/").status_code == 404
    other = as_("asked").post("/exchanges/new/", ASKED | {"form_token": token, "city": 0})
    assert other.status_code == 422


def test_somebody_elses_token_opens_nothing(as_, people, essen, lodz):
    token = str(uuid.uuid4())
    begun(as_, essen, form_token=token)
    answer = as_("asked").post("/exchanges/new/", ASKED | {"form_token": token, "city": lodz.pk})
    assert answer.status_code == 404


def test_another_city_offers_on_an_open_call_and_the_city_decides(as_, people, essen, lodz):
    exchange = ExchangeFactory(city=essen, call=True)
    path = f"/exchanges/{exchange.pk}/"
    assert "Offer to take part" in as_("asked").get(path).content.decode()
    assert "Offer to take part" not in as_("coordinator").get(path).content.decode()
    assert as_("member").get(f"{path}offer/").status_code == 404
    data = {"organisation": f"city-{lodz.pk}", "note": "We did it in 2019."}
    as_("asked").post(f"{path}offer/", data)
    party = exchange.parties.get(city=lodz)
    assert told("offered") == {"Cora"}
    assert as_("asked").get(f"{path}offer/").status_code == 404
    page = as_("coordinator").get(path).content.decode()
    assert "We did it in 2019." in page
    assert "We did it in 2019." not in as_("representative").get(path).content.decode()
    as_("coordinator").post(f"{path}parties/{party.pk}/decision/", {"says": "no", "note": "Too far."})
    assert told("declined") == {"Theo"}
    page = as_("asked").get(path).content.decode()
    assert "Essen answers:" in page and "Too far." in page and "Offer to take part" not in page


def test_an_expert_offers_for_herself(as_, people, essen):
    exchange = ExchangeFactory(city=essen, call=True)
    as_("expert").post(f"/exchanges/{exchange.pk}/offer/", {"organisation": "myself", "note": "I can."})
    assert exchange.parties.get(expert=people["expert"]).party_said


def test_what_staff_propose_both_sides_are_asked(as_, people, essen, lodz):
    exchange = ExchangeFactory(city=essen)
    path = f"/exchanges/{exchange.pk}/"
    as_("moderator").post(f"{path}partners/", {"city": lodz.pk})
    party = exchange.parties.get(city=lodz)
    assert (party.asker_said, party.party_said) == (None, None)
    assert told("asked") == {"Theo"} and told("offered") == {"Cora"}
    as_("coordinator").post(f"{path}parties/{party.pk}/decision/", {"says": "yes"})
    as_("moderator").post(f"{path}confirmation/")
    exchange.refresh_from_db()
    assert exchange.state == ExchangeState.REQUESTED
    as_("asked").post(f"{path}parties/{party.pk}/answer/", {"says": "yes"})
    as_("moderator").post(f"{path}confirmation/")
    exchange.refresh_from_db()
    assert exchange.state == ExchangeState.MATCHED


def test_who_has_not_answered_when_others_are_introduced_is_told(as_, people, essen, lodz):
    exchange = ExchangeFactory(city=essen)
    waiting = PartyFactory(exchange=exchange, city=lodz)
    PartyFactory(exchange=exchange, accepted=True)
    as_("moderator").post(f"/exchanges/{exchange.pk}/confirmation/")
    waiting.refresh_from_db()
    assert waiting.asker_said is False and told("declined") == {"Theo"}
    assert as_("asked").get(f"/exchanges/{exchange.pk}/").status_code == 404


def test_facilitators_confirm_what_belongs_to_their_group(as_, people, essen, lodz, group):
    exchange = ExchangeFactory(city=lodz, group=group)
    PartyFactory(exchange=exchange, city=essen, accepted=True)
    as_("facilitator").post(f"/exchanges/{exchange.pk}/confirmation/")
    exchange.refresh_from_db()
    assert exchange.confirmed_by == people["facilitator"]


def test_a_changed_agreement_is_agreed_to_anew_and_two_writers_see_each_other(as_, people, essen, lodz):
    exchange = ExchangeFactory(city=essen, matched=True)
    PartyFactory(exchange=exchange, city=lodz, accepted=True)
    path = f"/exchanges/{exchange.pk}/agreement/"
    first, second = opened(as_("coordinator"), path), opened(as_("asked"), path)
    as_("coordinator").post(path, AGREED | first)
    answer = as_("asked").post(path, AGREED | second | {"people": "Three each."})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "A plan for two years." in page and "Three each." in page
    as_("asked").post(path, AGREED | opened(as_("asked"), path) | {"people": "Three each."})
    as_("coordinator").post(f"{path}signature/", {"version": "1"})
    exchange.refresh_from_db()
    assert exchange.state == ExchangeState.MATCHED
    as_("coordinator").post(f"{path}signature/", {"version": "2"})
    exchange.refresh_from_db()
    assert exchange.state == ExchangeState.AGREED
    as_("coordinator").post(path, AGREED | opened(as_("coordinator"), path) | {"costs": "Each its own."})
    exchange.refresh_from_db()
    assert exchange.state == ExchangeState.MATCHED
    wrong = AGREED | opened(as_("coordinator"), path) | {"ends_on": "2026-01-01"}
    assert "This is before it begins." in as_("coordinator").post(path, wrong).content.decode()


def test_two_who_change_a_request_see_each_others_change(as_, people, essen):
    exchange = ExchangeFactory(city=essen)
    path = f"/exchanges/{exchange.pk}/edit/"
    first, second = opened(as_("coordinator"), path), opened(as_("coordinator"), path)
    data = {"title": exchange.title, "kind": exchange.kind, "wanted": exchange.wanted}
    as_("coordinator").post(path, data | first | {"title": "Another title"})
    answer = as_("coordinator").post(path, data | second | {"wanted": "Another wish."})
    assert answer.status_code == 409
    assert "Another title" in answer.content.decode() and "Another wish." in answer.content.decode()
    exchange.refresh_from_db()
    assert (exchange.title, exchange.wanted) == ("Another title", data["wanted"])


def test_people_are_named_by_their_own_side_and_can_leave(as_, people, essen, lodz):
    exchange = ExchangeFactory(city=essen, matched=True)
    own = exchange.parties.get(city=essen)
    other = PartyFactory(exchange=exchange, city=lodz, accepted=True)
    path = f"/exchanges/{exchange.pk}/"
    assert as_("member").get(path).status_code == 404
    assert as_("coordinator").get(f"{path}parties/{other.pk}/people/new/").status_code == 404
    answer = as_("asked").post(f"{path}parties/{other.pk}/people/new/", {"person": people["colleague"].pk})
    assert answer.status_code == 422
    as_("asked").post(f"{path}parties/{other.pk}/people/new/", {"person": people["member"].pk})
    assert told("seated") == {"Marta Member"}
    assert as_("member").get(path).status_code == 200
    seat = exchange.seats.get(person=people["member"])
    assert as_("coordinator").post(f"{path}people/{seat.pk}/end/").status_code == 404
    assert as_("member").get(f"{path}parties/{own.pk}/people/new/").status_code == 404
    assert as_("member").post(f"{path}people/{seat.pk}/end/").url == "/exchanges/"
    assert as_("member").get(path).status_code == 404


def test_an_early_end_is_told_to_those_who_were_asked(as_, people, essen, lodz):
    exchange = ExchangeFactory(city=essen)
    PartyFactory(exchange=exchange, city=lodz)
    assert as_("asked").get(f"/exchanges/{exchange.pk}/end/").status_code == 404
    as_("coordinator").post(f"/exchanges/{exchange.pk}/end/", {"reason": "No budget."})
    assert told("ended") == {"Theo"}
    exchange.refresh_from_db()
    assert exchange.state == ExchangeState.ENDED


def test_an_offer_of_support_becomes_an_exchange_once(as_, people, essen, lodz):
    challenge = ChallengeFactory(city=essen, needed="A checklist.")
    offer = SupportOfferFactory(challenge=challenge, city=lodz, offered_by=people["asked"])
    path = f"/challenges/{challenge.slug}/"
    assert "Accept and begin an exchange" in as_("coordinator").get(path).content.decode()
    assert "Accept and begin an exchange" not in as_("asked").get(path).content.decode()
    for _time in range(2):
        as_("coordinator").post(f"{path}offers/{offer.pk}/exchange/")
    exchange = PeerExchange.objects.get()
    assert exchange.challenge == challenge and exchange.parties.get(city=lodz).is_accepted
    assert as_("asked").post(f"{path}offers/{offer.pk}/exchange/").status_code == 404


def test_a_request_from_a_practice_names_its_city(as_, people, essen, lodz, staffed):
    practice = PracticeFactory(parent=PracticeIndexPage.objects.get(), title="Pit kept open", cities=[lodz])
    page = as_("coordinator").get(practice.url).content.decode()
    assert f"/exchanges/new/?practice={practice.pk}" in page
    assert "/exchanges/new/" not in as_("anonymous").get(practice.url).content.decode()
    address = f"/exchanges/new/?practice={practice.pk}"
    assert "How you did it: Pit kept open" in as_("coordinator").get(address).content.decode()
    as_("coordinator").post(address, ASKED | {"form_token": str(uuid.uuid4()), "city": essen.pk})
    exchange = PeerExchange.objects.get()
    assert exchange.practice == practice
    assert exchange.parties.get(city=lodz).asker_said


def test_of_a_practice_of_very_many_cities_as_many_are_named_as_may_be_asked(as_, people, essen, staffed):
    index = PracticeIndexPage.objects.get()
    practice = PracticeFactory(parent=index, cities=[essen, *CityFactory.create_batch(14)])
    address = f"/exchanges/new/?practice={practice.pk}&city=%00&challenge=%00"
    assert as_("coordinator").get(address).status_code == 200
    answer = as_("coordinator").post(address, ASKED | {"form_token": str(uuid.uuid4()), "city": essen.pk})
    assert answer.status_code == 302
    named = PeerExchange.objects.get().parties.helping()
    assert named.count() == MOST_ASKED and not named.filter(city=essen).exists()


@pytest.mark.parametrize(
    ("day", "then"),
    [
        (date(2026, 1, 15), date(2026, 7, 15)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 12, 1), date(2027, 6, 1)),
    ],
)
def test_half_a_year_later_is_a_day_that_exists(day, then):
    assert months_later(day, 6) == then


def test_the_board_shows_where_each_exchange_stands(as_, people, essen, lodz):
    PartyFactory(exchange=ExchangeFactory(city=essen, title="Waits here"), city=lodz, accepted=True)
    ExchangeFactory(city=essen, matched=True, title="Stands still")
    PeerExchange.objects.filter(title="Stands still").update(changed_at=timezone.now() - timedelta(days=60))
    ExchangeFactory(city=essen, draft=True, title="Only mine")
    page = as_("moderator").get("/admin/peer-exchanges/board/").content.decode()
    assert "Waits for you: both sides say yes" in page and "Nothing new since" in page
    assert "Only mine" not in page
    assert "Waits here" in as_("moderator").get("/admin/peer-exchanges/").content.decode()
    assert as_("editor").get("/admin/peer-exchanges/board/").status_code in (302, 403)


def test_a_page_asks_no_more_when_it_shows_more(as_, people, essen, django_assert_max_num_queries):
    exchange = ExchangeFactory(city=essen, active=True)
    SeatFactory(party=exchange.parties.get(), person=people["member"])
    AgreementFactory(exchange=exchange)
    asked = {}
    for number in (1, 20):
        while exchange.entries.count() < number:
            EntryFactory(exchange=exchange, author=AffiliationFactory().person)
            party = PartyFactory(exchange=exchange, accepted=True)
            SeatFactory(party=party, person=AffiliationFactory(city=party.city).person)
            ExchangeFactory(city=essen, call=True)
        for path in (f"/exchanges/{exchange.pk}/", "/exchanges/", "/dashboard/"):
            client = as_("coordinator")
            client.get(path)
            with django_assert_max_num_queries(60) as queries:
                assert client.get(path).status_code == 200
            asked.setdefault(path, []).append(len(queries))
    assert {path: numbers[0] for path, numbers in asked.items()} == {
        path: numbers[1] for path, numbers in asked.items()
    }


def test_its_sessions_are_meetings_of_those_who_take_part(as_, people, essen, lodz):
    exchange = ExchangeFactory(city=essen, active=True)
    party = PartyFactory(exchange=exchange, city=lodz, accepted=True)
    for person in ("asked", "member"):
        SeatFactory(party=party, person=people[person])
    path = f"/exchanges/{exchange.pk}/meetings/new/"
    assert as_("colleague").get(path).status_code == 404
    answer = as_("asked").post(path, new(audience="group"))
    meeting = exchange.meetings.get()
    assert answer.url == meeting.get_absolute_url()
    called = Delivery.objects.filter(kind="meeting_called").values_list("recipient__name", flat=True)
    assert set(called) == {"Theo", "Marta Member"}
    as_("member").post(f"{answer.url}rsvp/", {"answer": "ACCEPTED"})
    assert meeting.title in as_("member").get(f"/exchanges/{exchange.pk}/").content.decode()
    assert meeting.title in as_("member").get("/dashboard/").content.decode()
    for stranger in ("colleague", "other", "editor", "anonymous"):
        assert as_(stranger).get(answer.url).status_code == 404
        assert meeting.title not in as_(stranger).get("/meetings/").content.decode()
    assert as_("moderator").get(answer.url).status_code == 200
    assert as_("moderator").post(f"{answer.url}rsvp/", {"answer": "ACCEPTED"}).status_code == 404
    assert as_("asked").post(path, new(audience="everybody")).status_code == 422
    seat = exchange.seats.get(person=people["member"])
    as_("member").post(f"/exchanges/{exchange.pk}/people/{seat.pk}/end/")
    assert not meeting.rsvps.exists()
    assert as_("member").get(answer.url).status_code == 404
    as_("asked").post(f"/exchanges/{exchange.pk}/end/", {"reason": "No budget."})
    meeting.refresh_from_db()
    assert meeting.is_cancelled


def test_a_citys_page_leads_other_coordinators_to_a_request(as_, people, essen, lodz):
    way = "/exchanges/new/?city=lodz"
    assert way in as_("coordinator").get("/cities/lodz/").content.decode()
    for who in ("asked", "member", "anonymous"):
        assert way not in as_(who).get("/cities/lodz/").content.decode()
    as_("coordinator").post(way, ASKED | {"form_token": str(uuid.uuid4()), "city": essen.pk})
    assert PeerExchange.objects.get().parties.get(city=lodz).asker_said
