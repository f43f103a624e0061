"""Experts: being found, being asked, and deciding oneself."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from cities.enums import AffiliationState, Availability
from cities.models import ExpertProfile, ExpertRequest
from network.core.access import can
from network.core.models import AuditEntry, Region, Theme
from network.mail.models import Delivery
from network.mail.sending import send_due
from tests.factories.accounts import UserFactory
from tests.factories.affiliations import AffiliationFactory
from tests.factories.experts import ExpertFactory
from tests.following import FollowedClient

ENTRY = {"headline": "Mine water heat", "availability": "open", "listed": "on"}


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def expert(home):
    expert = ExpertFactory()
    expert.person.name, expert.person.languages = "Ada Stone", ["pl", "en"]
    expert.person.save()
    expert.person.expertise.set(Theme.objects.filter(slug="circular-economy"))
    return expert


def test_who_may_see_and_write(home):
    listed, hidden = ExpertFactory(), ExpertFactory(hidden=True)
    paused = ExpertFactory(availability=Availability.PAUSED)
    former = ExpertFactory()
    former.person.affiliations.update(state=AffiliationState.ENDED, ended_at=timezone.now())
    everyone = [AnonymousUser(), UserFactory(), AffiliationFactory().person, UserFactory(administrator=True)]
    for person in [*everyone, listed.person, hidden.person, former.person]:
        rows = ExpertProfile.objects.all()
        allowed = {row for row in rows if can(person, "view", row)}
        assert set(ExpertProfile.objects.visible_to(person)) == allowed
        assert {listed, paused} <= allowed
        assert (hidden in allowed) == (person == hidden.person)
        assert (former in allowed) == (person == former.person)
    writing = [[can(person, "write", row) for row in (listed, hidden, paused, former)] for person in everyone]
    assert writing == [[False] * 4, [False] * 4, [True, False, False, False], [False] * 4]
    assert not can(listed.person, "write", listed)


def test_the_list_is_searched_and_narrowed(expert, reindex):
    other = ExpertFactory(headline="Jobs after coal", availability=Availability.LIMITED)
    other.regions.set(Region.objects.filter(slug="africa"))
    reindex()
    page = Client().get("/experts/").content.decode()
    assert "2 experts" in page and "Ada Stone" in page and expert.person.email not in page
    for query in ("q=water", "theme=circular-economy", "language=pl", "availability=open", "region=europe"):
        page = Client().get(f"/experts/?{query}").content.decode()
        assert "1 expert" in page and "Ada Stone" in page and "Jobs after coal" not in page, query


def test_the_site_search_finds_an_expert_until_she_does_not_want_it(expert, reindex):
    reindex()
    client = FollowedClient()
    assert expert.get_absolute_url() in client.get("/search/?q=stone").content.decode()
    browser = signed_in(expert.person)
    browser.post("/experts/mine/", {"headline": "Mine water", "availability": "open"})
    assert expert.get_absolute_url() not in client.get("/search/?q=stone").content.decode()
    assert client.get(expert.get_absolute_url()).status_code == 404
    assert browser.get(expert.get_absolute_url()).status_code == 200
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["expert.unlisted"]


def test_an_ended_affiliation_takes_the_expert_out_of_the_search(expert, reindex):
    reindex()
    affiliation = expert.person.affiliations.get()
    affiliation.state, affiliation.ended_at = AffiliationState.ENDED, timezone.now()
    affiliation.save()
    assert expert.get_absolute_url() not in FollowedClient().get("/search/?q=stone").content.decode()


def test_a_city_that_is_not_listed_is_not_told(expert, reindex):
    affiliation = AffiliationFactory(person=expert.person, city__name="Secretown", city__live=False)
    reindex()
    assert affiliation.city.name not in Client().get("/experts/?q=secretown").content.decode().replace(
        "“secretown”", ""
    )
    assert "Secretown" not in Client().get(expert.get_absolute_url()).content.decode()


def test_whoever_belongs_somewhere_can_be_found(home):
    person = AffiliationFactory().person
    browser = signed_in(person)
    assert "Be found as an expert" in browser.get("/experts/").content.decode()
    europe = Region.objects.get(slug="europe").pk
    response = browser.post("/experts/mine/", ENTRY | {"regions": [europe], "person": 1}, follow=True)
    assert "Your entry is shown to everybody." in response.content.decode()
    profile = ExpertProfile.objects.get()
    assert profile.person == person and profile.is_listed and profile.regions.get().slug == "europe"
    browser.post("/experts/mine/", ENTRY | {"headline": "Something else"})
    assert ExpertProfile.objects.get().listed_at == profile.listed_at


def test_whoever_belongs_nowhere_cannot(home):
    browser = signed_in(UserFactory())
    assert browser.get("/experts/mine/").status_code == 302
    browser.post("/experts/mine/", ENTRY)
    assert not ExpertProfile.objects.exists()
    assert Client().get("/experts/mine/").url == "/account/login/?next=/experts/mine/"


def test_an_entry_without_a_headline_is_refused_beside_the_field(home):
    response = signed_in(AffiliationFactory().person).post("/experts/mine/", ENTRY | {"headline": " "})
    assert response.status_code == 422
    assert "Say in one line what cities can ask you about." in response.content.decode()


def ask(browser, expert, **changed):
    values = {"subject": "Pumps", "message": "Which pumps do you use?", "form_token": uuid.uuid4()} | changed
    return browser.post(f"{expert.get_absolute_url()}request/", values, follow=True)


def test_a_question_reaches_the_expert_and_shows_no_address(expert):
    person = AffiliationFactory(person__name="Ben Hill").person
    browser = signed_in(person)
    page = browser.get(f"{expert.get_absolute_url()}request/").content.decode()
    assert expert.person.email not in page
    token = uuid.uuid4()
    for _ in range(2):
        response = ask(browser, expert, form_token=token)
    assert "Your question is on its way." in response.content.decode()
    assert expert.person.email not in response.content.decode()
    assert ExpertRequest.objects.count() == Delivery.objects.count() == 1
    send_due()
    [message] = mail.outbox
    assert message.to == [expert.person.email] and message.reply_to == [person.email]
    assert message.subject == "Ben Hill asks you: Pumps"
    assert "Which pumps do you use?" in message.body and "Which pumps do you use?" in message.alternatives[0][0]


def test_nothing_is_mailed_once_the_expert_has_withdrawn(expert):
    ask(signed_in(AffiliationFactory().person), expert)
    ExpertProfile.objects.update(listed_at=None, consent_version="")
    send_due()
    assert mail.outbox == []


def test_strangers_and_outsiders_do_not_find_the_form(expert):
    address = f"{expert.get_absolute_url()}request/"
    assert Client().get(address).url == f"/account/login/?next={address}"
    assert signed_in(UserFactory()).get(address).status_code == 404
    assert signed_in(UserFactory()).post(address, {"subject": "x", "message": "y"}).status_code == 404
    assert Client().get("/experts/nobody/request/").status_code == 404
    assert not ExpertRequest.objects.exists()


def test_ten_questions_a_day_are_enough(expert):
    browser = signed_in(AffiliationFactory().person)
    for _ in range(10):
        ask(browser, expert)
    response = ask(browser, expert, message="My long question")
    assert response.status_code == 422 and "My long question" in response.content.decode()
    assert ExpertRequest.objects.count() == 10


def test_a_question_is_text_and_nothing_else(expert):
    browser = signed_in(AffiliationFactory().person)
    ask(browser, expert, subject="Hi\r\nBcc: all@example.org", message="<script>alert(1)</script>")
    send_due()
    [message] = mail.outbox
    assert "\n" not in message.subject and message.bcc == []
    assert "<script>" not in message.alternatives[0][0]


@pytest.mark.django_db(transaction=True)
def test_the_same_form_at_the_same_moment_asks_once(home):
    expert, person, token = ExpertFactory(), AffiliationFactory().person, uuid.uuid4()

    def send(_n) -> int:
        try:
            return ask(signed_in(person), expert, form_token=token).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(send, range(20))) == {200}
    assert ExpertRequest.objects.count() == Delivery.objects.count() == 1


def test_an_experts_address_is_never_one_of_the_portals(home):
    assert ExpertFactory(person=AffiliationFactory(person__name="Mine").person).slug == "expert"
    assert ExpertFactory(person=AffiliationFactory(person__name="").person).slug == "expert-2"
