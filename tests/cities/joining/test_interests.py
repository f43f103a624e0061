"""Wanting to join: taken in, answered step by step, and at last let in."""

import re
import uuid

import pytest
from django.test import Client

from cities.enums import InterestState
from cities.joining.interests.services import AlreadyDecided, answer_interest
from cities.models import City, Interest, InterestAnswer, Invitation, Partner
from network.core.models import AuditEntry
from network.home.staff import EDITORS, MODERATORS, grant_staff_permissions
from network.mail.models import Delivery
from tests.factories.accounts import UserFactory
from tests.factories.cities import CityFactory, PartnerFactory
from tests.factories.enquiries import NOON
from tests.factories.joining import InterestFactory
from tests.home.test_contact_forms import stamp

pytestmark = pytest.mark.django_db
QUEUE = "/admin/interests/"


def sent(**changes):
    """Return what the form sends."""
    return {
        "kind": "city",
        "organisation": "Zabrze",
        "country": "PL",
        "name": "Ana Kowalska",
        "job_title": "Head of reuse",
        "email": "ana@zabrze.example",
        "message": "We have a mine under the town.",
        "web_address": "https://zabrze.example",
        "website": "",
        "stamp": stamp(),
    } | changes


def step(**changes):
    """Return what the secretariat's form sends."""
    fields = {"state": "in-talks", "text": "Let us talk on Monday.", "organisation": "Zabrze"}
    return fields | {"standing": "applicant", "known": "", "form_token": str(uuid.uuid4())} | changes


@pytest.fixture
def desk(client, home):
    """Sign in an administrator."""
    person = UserFactory(administrator=True, name="Ed Itor")
    client.force_login(person)
    return person


def test_an_interest_is_kept_acknowledged_and_announced_once(
    client, secretariat, mailoutbox, django_capture_on_commit_callbacks
):
    data = sent()
    with django_capture_on_commit_callbacks(execute=True):
        for _twice in range(2):
            assert client.post("/join/", data).url == "/join/thanks/"
    interest = Interest.objects.get()
    assert (interest.state, interest.country_id, interest.job_title) == ("new", "PL", "Head of reuse")
    assert [mail.to for mail in mailoutbox] == [["ana@zabrze.example"], [secretariat]]
    assert "mine under the town" not in mailoutbox[0].body
    assert "mine under the town" in mailoutbox[1].body
    assert f"/admin/interests/{interest.pk}/" in mailoutbox[1].body
    assert client.get("/join/thanks/").status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("organisation", "", "Name your city or organisation."),
        ("country", "", "Choose the country."),
        ("country", "XX", "Select a valid choice"),
        ("kind", "king", "Select a valid choice"),
        ("email", "ana", "It looks like name@city.org."),
        ("web_address", "javascript:alert(1)", "It looks like https://city.org."),
        ("name", "See https://spam.example", "Leave out addresses of web pages here."),
        ("website", "filled in", "A field that only programs see was filled in."),
        ("stamp", "forged", "This page had been open for a long time."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, home, field, value, sentence):
    response = client.post("/join/", sent(**{field: value}))
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "We have a mine under the town." in page
    assert not Interest.objects.exists()


def test_too_many_from_one_connection_wait_and_lose_nothing(client, home):
    codes = [client.post("/join/", sent(email=f"a{n}@zabrze.example")).status_code for n in range(7)]
    assert codes == [302] * 6 + [429]
    response = client.post("/join/", sent(email="a9@zabrze.example"))
    assert "We have a mine under the town." in response.content.decode()
    assert Client(REMOTE_ADDR="192.0.2.7").post("/join/", sent()).status_code == 302


def test_talks_are_mailed_and_recorded_once(client, desk, mailoutbox, django_capture_on_commit_callbacks):
    interest = InterestFactory()
    assert "Zabrze" in client.get(QUEUE).content.decode()
    assert "We have a mine" in client.get(f"{QUEUE}{interest.pk}/").content.decode()
    data = step()
    with django_capture_on_commit_callbacks(execute=True):
        for _twice in range(2):
            assert client.post(f"{QUEUE}{interest.pk}/", data).status_code == 302
    [mail] = mailoutbox
    assert mail.to == ["ana@zabrze.example"]
    assert "Let us talk on Monday." in mail.body
    interest.refresh_from_db()
    assert interest.state == InterestState.IN_TALKS
    assert "Ed Itor" in client.get(f"{QUEUE}{interest.pk}/").content.decode()
    assert not City.objects.exists()


def test_accepting_makes_a_draft_and_invites_the_contact_person(client, desk):
    interest = InterestFactory()
    data = step(state="accepted", organisation="Zabrze  City", standing="member")
    for _twice in range(2):
        assert client.post(f"{QUEUE}{interest.pk}/", data).status_code == 302
    city = City.objects.get()
    assert (city.name, city.status, city.live) == ("Zabrze City", "member", False)
    assert (city.country_id, city.website) == ("PL", "https://zabrze.example")
    invitation = Invitation.objects.get()
    assert (invitation.address, invitation.city, invitation.role) == ("ana@zabrze.example", city, "coordinator")
    assert set(Delivery.objects.values_list("kind", flat=True)) == {"interest_answer", "invitation"}
    interest.refresh_from_db()
    assert (interest.state, interest.city) == (InterestState.ACCEPTED, city)
    entry = AuditEntry.objects.of(interest).get()
    assert (entry.action, entry.details) == ("interest.accepted", {})


def test_accepting_a_partner_makes_its_draft_and_invites_a_representative(client, desk):
    interest = InterestFactory(partner_organisation=True)
    data = step(state="accepted", organisation="Institute of Reuse", standing="research")
    client.post(f"{QUEUE}{interest.pk}/", data)
    partner = Partner.objects.get()
    assert (partner.kind, partner.live) == ("research", False)
    assert Invitation.objects.get().role == "representative"


def test_what_is_in_the_portal_already_is_not_made_again(client, desk):
    city = CityFactory(name="Zabrze", country_id="PL", featured=True)
    interest = InterestFactory()
    page = client.get(f"{QUEUE}{interest.pk}/").content.decode()
    assert f'<option value="{city.pk}" selected>' in page
    client.post(f"{QUEUE}{interest.pk}/", step(state="accepted", known=city.pk))
    assert list(City.objects.all()) == [city]
    assert Invitation.objects.get().city == city


def test_a_partner_of_the_same_name_is_pointed_out(client, desk):
    PartnerFactory(name="Institute of Reuse")
    interest = InterestFactory(partner_organisation=True)
    data = step(state="accepted", organisation="Institute of Reuse", standing="research")
    response = client.post(f"{QUEUE}{interest.pk}/", data)
    assert response.status_code == 422
    assert "There is a partner of this name" in response.content.decode()
    assert not Invitation.objects.exists()


def test_declining_is_mailed_with_the_text_and_is_the_end(client, desk):
    interest = InterestFactory()
    client.post(f"{QUEUE}{interest.pk}/", step(state="declined", text="We are full this year."))
    interest.refresh_from_db()
    assert interest.state == InterestState.DECLINED
    response = client.post(f"{QUEUE}{interest.pk}/", step(text="My long text"))
    assert response.status_code == 422
    assert "A colleague decided meanwhile." in response.content.decode()
    assert "My long text" in response.content.decode()
    assert InterestAnswer.objects.count() == 1
    with pytest.raises(AlreadyDecided):
        answer_interest(
            interest=interest,
            state=InterestState.ACCEPTED,
            text="x",
            sent_by=desk,
            form_token=uuid.uuid4(),
            now=NOON,
        )


def test_the_queue_is_for_moderators(client, home):
    grant_staff_permissions()
    interest = InterestFactory()
    for group, status in ((EDITORS, 302), (MODERATORS, 200)):
        client.force_login(UserFactory(staff=True, groups=[group]))
        assert client.get(f"{QUEUE}{interest.pk}/").status_code == status
        assert client.get(QUEUE).status_code == status
    page = re.sub(r"\s+", " ", client.get("/admin/").content.decode())
    assert "1 wants to join" in page


def test_the_desk_counts_member_cities_without_coordinator(client, desk):
    CityFactory(name="Alone")
    CityFactory(featured=True)
    page = client.get("/admin/").content.decode()
    assert "1 city without coordinator" in page
    [url] = re.findall(r'href="([^"]*without_coordinator=true)"', page)
    assert "Alone" in client.get(url.replace("&amp;", "&")).content.decode()
