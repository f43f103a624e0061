"""Many forms at the same moment: real threads, each with its own connection to the database."""

import uuid

import pytest
from django.test import Client

from cities.models import Affiliation, Challenge, ChallengeComment, CoSignature, SupportOffer
from network.core.models import AuditEntry
from network.mail.models import Delivery
from tests.cities.challenges.entries import new
from tests.factories.affiliations import AffiliationFactory, ChallengeFactory
from tests.mail.test_concurrency import in_threads

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = 20


def clients(person, number=TIMES):
    """Return browsers on which the person is signed in, the affiliations of none read yet."""
    found = [Client() for _number in range(number)]
    for client in found:
        client.force_login(person)
    return found


def post(person, path, data):
    """Send one form twenty times at once; each is answered as if it were the only one."""
    browsers = clients(person)
    answers = in_threads(TIMES, lambda number: browsers[number].post(path, data))
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.url for answer in answers}) == 1


@pytest.fixture
def person(home):
    return AffiliationFactory(coordinator=True).person


def city_of(person):
    return Affiliation.objects.get(person=person).city


def test_one_form_makes_one_challenge(person):
    post(person, "/challenges/new/", new(city_of(person), action="submit"))
    assert Challenge.objects.get().state == "submitted"
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["challenge.created", "challenge.submitted"]


def test_different_forms_with_one_title_make_different_challenges(person):
    city, browsers = city_of(person), clients(person, 8)
    forms = [new(city) for _number in range(8)]
    in_threads(8, lambda number: browsers[number].post("/challenges/new/", forms[number]))
    assert Challenge.objects.values("slug").distinct().count() == 8


def test_one_form_makes_one_comment_one_offer_and_one_co_signature(person):
    challenge, city = ChallengeFactory(author=AffiliationFactory().person), city_of(person)
    token = str(uuid.uuid4())
    post(person, f"{challenge.get_absolute_url()}comment/", {"text": "Ask first.", "form_token": token})
    offer = {"organisation": f"city-{city.pk}", "text": "Two days.", "form_token": token}
    post(person, f"{challenge.get_absolute_url()}offer/", offer)
    post(person, f"{challenge.get_absolute_url()}co-sign/", {"city": city.pk, "sentence": "So do we."})
    counted = [model.objects.count() for model in (ChallengeComment, SupportOffer, CoSignature, Delivery)]
    assert counted == [1, 1, 1, 3]


def test_of_many_changes_at_once_one_is_saved_and_the_others_are_told(person):
    challenge, browsers = ChallengeFactory(city=city_of(person), draft=True), clients(person)
    address = f"{challenge.get_absolute_url()}edit/"
    data = {"title": challenge.title, "version": 1, "base": ""}
    answers = in_threads(TIMES, lambda n: browsers[n].post(address, data | {"needed": f"Need {n}"}))
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [302] + [409] * (TIMES - 1)
    challenge.refresh_from_db()
    assert challenge.version == 2
