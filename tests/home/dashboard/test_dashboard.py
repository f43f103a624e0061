"""The dashboard: what waits for whom, and the first step of those who belong nowhere yet."""

import uuid

import pytest
from django.test import Client
from django.utils import timezone

from cities.enums import ChallengeState
from knowledge.models import GoodPracticePage
from knowledge.submissions.services import create_submission, send_submission
from network.core.models import Theme
from network.home.staff import EDITORS, MODERATORS
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.affiliations import AffiliationFactory, ChallengeFactory
from tests.factories.challenges import SupportOfferFactory
from tests.factories.cities import CityFactory
from tests.factories.cycles import BallotFactory, CycleFactory
from tests.factories.enquiries import EnquiryFactory
from tests.factories.joining import InterestFactory


@pytest.fixture
def city(staffed):
    return CityFactory(name="Here", slug="here", themes=[Theme.objects.get(slug="circular-economy")])


@pytest.fixture
def coordinator(city):
    return AffiliationFactory(city=city, coordinator=True, person__name="Cora Example").person


def page_of(person) -> str:
    client = Client()
    client.force_login(person)
    response = client.get("/dashboard/")
    assert response.status_code == 200
    return response.content.decode()


def test_signing_in_leads_there(client, staffed):
    person = UserFactory()
    response = client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    assert response.url == "/dashboard/"
    assert client.get("/dashboard/").status_code == 200


def test_strangers_are_led_to_the_sign_in(client, staffed):
    assert client.get("/dashboard/").url == "/account/login/?next=/dashboard/"


def test_a_profile_that_says_nothing_waits_to_be_written(staffed):
    assert "Complete your profile" in page_of(UserFactory())
    assert "Complete your profile" not in page_of(UserFactory(complete=True))


def test_who_belongs_nowhere_sees_the_one_step_that_helps(staffed, city):
    page = page_of(UserFactory())
    assert "Pick your city" in page
    asked = AffiliationFactory(city=city, requested=True).person
    page = page_of(asked)
    assert "You have asked to join Here" in page and "Pick your city" not in page


def test_staff_are_not_asked_to_belong_somewhere(staffed, city):
    staff = UserFactory(groups=[EDITORS], is_staff=True)
    page = page_of(staff)
    assert "Pick your city" not in page and "Your cities and organisations" not in page
    AffiliationFactory(city=city, person=staff)
    assert "Your cities and organisations" in page_of(staff)


def test_a_coordinator_sees_what_waits_for_her_and_nobody_elses(city, coordinator):
    AffiliationFactory(city=city, requested=True)
    AffiliationFactory(requested=True)
    cycle = CycleFactory(voting=True)
    challenge = ChallengeFactory(city=city, title="Heat for all")
    ChallengeFactory(
        city=city,
        title="Sent back one",
        state=ChallengeState.RETURNED,
        review_comment="Why?",
        published_at=None,
    )
    ChallengeFactory(title="Of another city", draft=True)
    SupportOfferFactory(challenge=challenge, city=CityFactory(name="Helpful"))
    page = page_of(coordinator)
    for words in (
        "One person asks to join Here",
        "Here has not voted yet",
        "Sent back to you: Sent back one",
        "Why?",
        "Helpful offers support",
        "the next useful step",
    ):
        assert words in page, words
    assert "Of another city" not in page
    assert page.index("has not voted") < page.index("Sent back to you") < page.index("offers support")
    challenge.state = ChallengeState.SOLVED
    challenge.save()
    assert "offers support" not in page_of(coordinator)
    BallotFactory(cycle=cycle, city=city)
    assert "has not voted yet" not in page_of(coordinator)


def test_an_official_sees_no_business_of_the_coordinator(city):
    AffiliationFactory(city=city, requested=True)
    CycleFactory(voting=True)
    page = page_of(AffiliationFactory(city=city, person__complete=True).person)
    assert "asks to join" not in page and "has not voted" not in page
    assert "Nothing waits for you" in page and "Edit the page" in page


def test_a_city_that_is_not_published_yet_leads_its_coordinator_to_its_page(staffed):
    city = CityFactory(name="Nova", slug="nova", draft=True)
    city.save_revision()
    page = page_of(AffiliationFactory(city=city, coordinator=True).person)
    assert "Not sent yet: the page of Nova" in page
    assert 'aria-label="Edit the page: Nova"' in page and 'href="/cities/nova/edit/"' in page
    for early in ('href="/cities/nova/"', 'href="/challenges/mine/"', 'href="/submissions/"'):
        assert early not in page, early


def test_what_is_submitted_and_not_sent_waits(city):
    author = AffiliationFactory(city=city).person
    create_submission(
        model=GoodPracticePage,
        author=author,
        city=city,
        values={"title": "A hall reused", "themes": []},
        picture=None,
        form_token=uuid.uuid4(),
        now=timezone.now(),
    )
    assert "Not sent yet: A hall reused" in page_of(author)
    assert "A hall reused" not in page_of(AffiliationFactory(city=city).person)


def test_of_a_city_that_she_has_left_she_is_told_nothing(city):
    seat = AffiliationFactory(city=city)
    ChallengeFactory(city=city, author=seat.person, title="Heat for all", draft=True)
    assert "Not sent yet: Heat for all" in page_of(seat.person)
    seat.delete()
    assert "Heat for all" not in page_of(seat.person)


def test_the_cycle_that_goes_on_is_shown_with_its_phase(city, coordinator):
    CycleFactory(closed=True, title="The one before")
    CycleFactory(check=True, title="The one that goes on")
    page = page_of(coordinator)
    assert "The one that goes on" in page and "The one before" not in page
    assert "until" in page


def test_drafts_in_the_workflow_wait_for_moderators(city):
    author = AffiliationFactory(city=city).person
    values = {"title": "A hall reused", "themes": []}
    submission = create_submission(
        model=GoodPracticePage,
        author=author,
        city=city,
        values=values,
        picture=None,
        form_token=uuid.uuid4(),
        now=timezone.now(),
    )
    send_submission(submission=submission, sent_by=author, now=timezone.now())
    assert "One draft waits for approval" in page_of(UserFactory(groups=[MODERATORS], is_staff=True))
    assert "waits for approval" not in page_of(UserFactory(groups=[EDITORS], is_staff=True))


@pytest.mark.parametrize(("group", "sees_joining"), [(EDITORS, False), (MODERATORS, True)])
def test_staff_see_their_queues(staffed, group, sees_joining):
    EnquiryFactory()
    InterestFactory()
    page = page_of(UserFactory(groups=[group], is_staff=True))
    assert "One message to answer" in page
    assert ("One organisation wants to join" in page) is sees_joining


def test_it_takes_as_many_queries_for_one_row_as_for_twenty(city, coordinator, django_assert_max_num_queries):
    client, counts = Client(), []
    client.force_login(coordinator)
    for more in (1, 19):
        for _ in range(more):
            AffiliationFactory(city=city, requested=True)
            ChallengeFactory(city=city, draft=True)
            SupportOfferFactory(challenge=ChallengeFactory(city=city))
        client.get("/dashboard/")
        with django_assert_max_num_queries(45) as asked:
            client.get("/dashboard/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
