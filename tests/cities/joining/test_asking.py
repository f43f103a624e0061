"""Coming to a city: at once by one's address, or by asking."""

import re

import pytest
from allauth.account.models import EmailAddress

from cities.enums import AffiliationGround, AffiliationState, CityStatus
from cities.joining.affiliations import (
    affiliate_by_address,
    decline_affiliation,
    end_affiliation,
    request_affiliation,
)
from cities.joining.domains import cities_of_addresses, domain_names
from cities.models import Affiliation, MailDomain
from network.core.models import AuditEntry
from network.mail.models import Delivery
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.affiliations import AffiliationFactory
from tests.factories.cities import CityFactory, PartnerFactory
from tests.factories.enquiries import NOON

pytestmark = pytest.mark.django_db
SIGN_UP = {"name": "Ana Kowalska", "password1": PASSWORD, "password2": PASSWORD}


def with_domain(domain="katowice.example", **fields):
    """Return a city that has a mail domain."""
    city = CityFactory(name="Katowice", **fields)
    MailDomain.objects.create(city=city, domain=domain)
    return city


def sign_up(client, mailoutbox, address):
    """Make an account and confirm its address; return the page that follows."""
    client.post("/account/signup/", SIGN_UP | {"email": address})
    code = re.search(r"^ {4}(\S+)$", mailoutbox[-1].body, re.MULTILINE)[1]
    return client.post("/account/confirm-email/", {"code": code}, follow=True).content.decode()


def test_a_newcomer_with_an_address_of_the_city_is_in_as_soon_as_it_is_confirmed(client, home, mailoutbox):
    city = with_domain()
    page = sign_up(client, mailoutbox, "Ana@Katowice.example")
    affiliation = Affiliation.objects.get()
    assert (affiliation.city, affiliation.state) == (city, AffiliationState.APPROVED)
    assert (affiliation.role, affiliation.ground) == ("official", AffiliationGround.MAIL_DOMAIN)
    assert "Your address is one of Katowice" in page
    assert "Verified address of the city" in client.get("/account/").content.decode()


def test_a_newcomer_with_another_address_is_led_to_pick_her_city(client, home, mailoutbox):
    with_domain()
    page = sign_up(client, mailoutbox, "ana@post.example")
    assert not Affiliation.objects.exists()
    assert '<a class="btn" href="/join/city/">Pick your city</a>' in page


def test_an_address_that_is_not_confirmed_opens_nothing(client, home):
    city = with_domain()
    person = UserFactory(email="ana@katowice.example", verified=False)
    affiliation = request_affiliation(person=person, organisation=city, now=NOON)
    assert affiliation.is_requested


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("ana@katowice.example", True),
        ("ana@UM.Katowice.example", True),
        ("ana@notkatowice.example", False),
        ("ana@katowice.example.evil.example", False),
        ("ana@example", False),
    ],
)
def test_an_address_belongs_to_a_city_by_its_domain_or_one_below(db, address, found):
    city = with_domain()
    assert domain_names("a@b.c.example") == ["b.c.example", "c.example"]
    assert cities_of_addresses([address]) == ({address: city} if found else {})


def test_the_longest_domain_counts(db):
    with_domain("silesia.example")
    port = CityFactory(name="Port")
    MailDomain.objects.create(city=port, domain="port.silesia.example")
    assert cities_of_addresses(["a@x.port.silesia.example"]) == {"a@x.port.silesia.example": port}


@pytest.mark.parametrize("fields", [{"status": CityStatus.FEATURED}, {"live": False}, {"status": "alumnus"}])
def test_cities_that_are_no_members_take_nobody_in(home, client, fields):
    city = with_domain(**fields)
    person = UserFactory(email="ana@katowice.example")
    assert affiliate_by_address(person=person, address=person.email, now=NOON) is None
    client.force_login(person)
    assert client.post("/join/city/", {"organisation": city.slug}).status_code == 422
    assert not Affiliation.objects.exists()


def test_picking_the_city_lets_in_at_once_with_an_address_there(client, home):
    city = with_domain()
    person = UserFactory(email="ana@um.katowice.example")
    client.force_login(person)
    assert f'<option value="{city.slug}" selected>' in client.get("/join/city/").content.decode()
    page = client.post("/join/city/", {"organisation": city.slug}, follow=True).content.decode()
    assert "You belong to Katowice." in page
    assert person.affiliations.get().ground == AffiliationGround.MAIL_DOMAIN
    entries = AuditEntry.objects.of(person.affiliations.get()).order_by("pk")
    assert [entry.action for entry in entries] == ["affiliation.requested", "affiliation.approved"]
    assert "katowice.example" not in str([entry.details for entry in entries])


def test_without_one_her_request_waits_and_the_coordinators_are_mailed_once(
    client, secretariat, mailoutbox, django_capture_on_commit_callbacks
):
    city = with_domain()
    coordinator = AffiliationFactory(city=city, coordinator=True).person
    AffiliationFactory(city=city, coordinator=True, person__is_active=False)
    AffiliationFactory(city=city)
    person = UserFactory(name="Ana")
    client.force_login(person)
    data = {"organisation": city.slug, "message": "I look after\r\nthe halls."}
    with django_capture_on_commit_callbacks(execute=True):
        for _twice in range(2):
            page = client.post("/join/city/", data, follow=True).content.decode()
    assert "Your request to join Katowice waits for a decision." in page
    affiliation = person.affiliations.get()
    assert (affiliation.state, affiliation.message) == ("requested", "I look after the halls.")
    [mail] = mailoutbox
    assert mail.to == [coordinator.email]
    assert "I look after the halls." in mail.body
    assert f"/cities/{city.slug}/people/" in mail.body


def test_where_nobody_coordinates_the_secretariat_is_mailed(client, secretariat):
    city = CityFactory()
    request_affiliation(person=UserFactory(), organisation=city, now=NOON)
    assert Delivery.objects.get().address == secretariat


def test_whoever_waits_is_in_as_soon_as_she_confirms_an_address_of_the_city(client, home, mailoutbox):
    city = with_domain()
    person = UserFactory()
    waiting = request_affiliation(person=person, organisation=city, now=NOON)
    EmailAddress.objects.create(user=person, email="ana@katowice.example", verified=True)
    affiliate_by_address(person=person, address="ana@katowice.example", now=NOON)
    waiting.refresh_from_db()
    assert waiting.is_approved


@pytest.mark.parametrize("how", ["declined", "ended"])
def test_whom_the_city_put_out_is_not_let_in_again_by_her_address(home, how):
    city = with_domain()
    coordinator = AffiliationFactory(city=city, coordinator=True).person
    person = UserFactory(email="ana@katowice.example")
    row = AffiliationFactory(city=city, person=person, **({"requested": True} if how == "declined" else {}))
    act = decline_affiliation if how == "declined" else end_affiliation
    act(affiliation=row, actor=coordinator, now=NOON)
    assert affiliate_by_address(person=person, address=person.email, now=NOON) is None
    assert request_affiliation(person=person, organisation=city, now=NOON).is_requested


def test_whoever_left_comes_back_by_asking_and_not_by_itself(home):
    city = with_domain()
    person = UserFactory(email="ana@katowice.example")
    row = AffiliationFactory(city=city, person=person)
    end_affiliation(affiliation=row, actor=person, now=NOON)
    assert affiliate_by_address(person=person, address=person.email, now=NOON) is None
    assert request_affiliation(person=person, organisation=city, now=NOON).is_approved


def test_a_partners_newcomer_waits_for_its_representatives(client, secretariat):
    partner = PartnerFactory()
    representative = AffiliationFactory(with_partner=True, partner=partner).person
    person = UserFactory()
    client.force_login(person)
    client.post("/join/partner/", {"organisation": partner.slug})
    row = person.affiliations.get()
    assert (row.partner, row.role, row.state) == (partner, "representative", "requested")
    assert Delivery.objects.get().recipient == representative


@pytest.mark.parametrize("bad", ["", "nowhere", "a\x00b", "9" * 5000])
def test_no_city_or_a_strange_one_is_refused_beside_the_field_and_nothing_is_lost(client, home, bad):
    client.force_login(UserFactory())
    response = client.post("/join/city/", {"organisation": bad, "message": "The halls & I"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "The halls &amp; I" in page
    assert 'href="#id_organisation"' in page


@pytest.mark.parametrize("path", ["/join/city/", "/join/partner/"])
def test_a_stranger_signs_in_first_and_comes_back(client, home, path):
    assert client.get(path).url == f"/account/login/?next={path}"


def test_a_declined_request_is_shown_with_its_reason(client, home):
    row = AffiliationFactory(requested=True)
    decline_affiliation(affiliation=row, reason="Use your city’s address.", actor=UserFactory(), now=NOON)
    client.force_login(row.person)
    page = client.get("/account/").content.decode()
    assert "was declined. Use your city’s address." in page
    assert "Pick your city next." in page
