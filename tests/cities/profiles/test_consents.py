"""Whoever is shown has agreed to it: when, to which words, and until she takes it back."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Revision

from cities.completeness import completeness_of
from cities.consents import CONTACT, EXPERT, WORDINGS
from cities.experts.services import save_expert
from cities.models import City, CityContact, ExpertProfile
from network.accounts.privacy.export import own_data
from network.core.drafts import draft_of
from network.core.models import AuditEntry
from network.core.personal_data import personal_data
from tests.cities.profiles.conftest import opened
from tests.factories.accounts import UserFactory
from tests.factories.affiliations import AffiliationFactory
from tests.factories.cities import ContactFactory
from tests.factories.experts import ExpertFactory

NOW = timezone.now()
CONTACTS = "/cities/here/edit/contacts/"
PAULA = {"row-0-name": "Paula Person", "row-0-email": "paula@here.example"}
BLANK = {"row-1-email": ""}  # the row for one more person


def held_of(person, key: str) -> list[dict]:
    data = json.loads(json.dumps(own_data(person, now=NOW)))
    return next(holding["rows"] for holding in data["holdings"] if holding["key"] == key)


def contacts_in_draft(city) -> list[CityContact]:
    return list(draft_of(City.objects.get(pk=city.pk)).contacts.all())


def publish(city) -> None:
    City.objects.get(pk=city.pk).get_latest_revision().publish()


@pytest.fixture
def writer(as_):
    return as_("coordinator")


@pytest.fixture
def shown(city, writer):
    """Have Paula, who has an account too, be a contact person whom members see; return her account."""
    person = UserFactory(name="Paula Person", email="paula@here.example")
    writer.post(CONTACTS, opened(writer, CONTACTS, **PAULA, **{"row-0-agreed": "on"}))
    publish(city)
    return person


def page_for(as_, who="official there") -> str:
    return as_(who).get("/cities/here/").content.decode()


def test_words_that_people_agreed_to_never_change():
    """Other words need a new version: the old one says what people have agreed to."""
    assert {version: str(wording.text) for version, wording in WORDINGS.items()} == {
        "contact-1": "This person has agreed that members of the network see this",
        "expert-1": "Show my name, job title, biography, languages, expertise and this entry to everybody",
    }


def test_it_is_kept_when_a_contact_person_agreed_and_to_what(city, writer):
    page = writer.get(CONTACTS).content.decode()
    assert str(CONTACT.text) in page
    writer.post(CONTACTS, opened(writer, CONTACTS, **PAULA, **{"row-0-agreed": "on"}))
    (row,) = contacts_in_draft(city)
    assert (row.consented_on, row.consent_version) == (timezone.localdate(), "contact-1")


def test_the_day_stays_with_the_same_person_and_is_new_with_another(city, writer, shown):
    long_ago = timezone.localdate() - timedelta(days=90)
    CityContact.objects.update(consented_on=long_ago)
    City.objects.get(pk=city.pk).save_revision().publish()
    writer.post(CONTACTS, opened(writer, CONTACTS, **BLANK, **{"row-0-function": "Heat"}))
    (row,) = contacts_in_draft(city)
    assert (row.function, row.consented_on) == ("Heat", long_ago)
    writer.post(CONTACTS, opened(writer, CONTACTS, **BLANK, **{"row-0-email": "other@here.example"}))
    (row,) = contacts_in_draft(city)
    assert row.consented_on == timezone.localdate()


def test_who_has_not_agreed_is_shown_to_nobody(city, writer, as_):
    CityContact.objects.create(city=city, name="Paula Person", email="paula@here.example")
    assert "Paula Person" not in page_for(as_)
    assert "contacts" in {step.part for step in completeness_of(city).steps if not step.is_done}
    form = opened(writer, CONTACTS, **BLANK)
    assert "row-0-agreed" not in form
    assert writer.post(CONTACTS, form).status_code == 422
    assert writer.post(CONTACTS, form | {"row-0-agreed": "on"}).status_code == 302
    publish(city)
    assert "Paula Person" in page_for(as_)


def test_no_day_without_words(city):
    for values in ({"consented_on": NOW.date()}, {"consent_version": "contact-1"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CityContact.objects.create(city=city, name="P", email="p@here.example", **values)
    contact = CityContact(city=city, name="P", email="p@here.example", consented_on=NOW.date())
    contact.full_clean()
    assert contact.consent_version == CONTACT.version


def test_she_sees_her_consent_in_her_data(shown):
    (row,) = held_of(shown, "contacts")
    assert row["city"] == "Here"
    assert row["has agreed on"] == timezone.localdate().isoformat()
    assert row["agreed to"] == str(CONTACT.text)
    assert row["version"] == "contact-1"


def test_taking_it_back_hides_her_at_once_and_for_good(city, writer, shown, as_, client):
    assert "Paula Person" in page_for(as_)
    client.force_login(shown)
    assert "/contact-persons/mine/withdrawal/" in client.get("/account/data/").content.decode()
    answer = client.post("/contact-persons/mine/withdrawal/", follow=True)
    assert "You are no contact person any more." in answer.content.decode()
    assert "Paula Person" not in page_for(as_)
    assert not any("paula@here.example" in str(one.content) for one in Revision.objects.all())
    publish(city)
    assert "Paula Person" not in page_for(as_)
    entry = AuditEntry.objects.get(action="contact.withdrawn")
    assert (entry.actor_key, entry.subject_key) == (shown.pk, city.pk)
    assert "/contact-persons/mine/withdrawal/" not in client.get("/account/data/").content.decode()


def test_a_form_that_was_open_meanwhile_does_not_bring_her_back(city, writer, shown, as_, client):
    form = opened(writer, CONTACTS, **BLANK, **{"row-0-function": "Heat"})
    client.force_login(shown)
    client.post("/contact-persons/mine/withdrawal/")
    answer = writer.post(CONTACTS, form)
    assert answer.status_code == 409
    rows = answer.context["form"].forms
    assert "Paula Person" in [row.initial.get("name") for row in rows]  # what was written is not lost
    assert not any(row["agreed"].initial for row in rows)
    assert contacts_in_draft(city) == []


def test_one_persons_word_hides_nobody_else(city, shown, client, as_):
    other = ContactFactory(city=city, name="Otto Other")
    stranger = UserFactory(email=other.email, verified=False)
    for person in (stranger, UserFactory()):
        client.force_login(person)
        client.post("/contact-persons/mine/withdrawal/")
    assert CityContact.objects.count() == 2


@pytest.fixture
def expert(home):
    person = AffiliationFactory(expert=True).person
    profile = ExpertProfile(person=person, headline="Knows mines")
    return save_expert(profile=profile, regions=[], listed=True, now=NOW)


def test_it_is_kept_when_an_expert_agreed_and_to_what(expert, client):
    client.force_login(expert.person)
    assert str(EXPERT.text) in client.get("/experts/mine/").content.decode()
    assert (expert.listed_at, expert.consent_version) == (NOW, "expert-1")
    assert AuditEntry.objects.get(action="expert.listed").details == {"wording": "expert-1"}
    (row,) = held_of(expert.person, "expert")
    assert row["shown since"] == NOW.isoformat()
    assert (row["agreed to"], row["version"]) == (str(EXPERT.text), "expert-1")


def test_under_new_words_an_expert_agrees_anew(expert):
    ExpertProfile.objects.update(consent_version="expert-0")
    expert.refresh_from_db()
    later = NOW + timedelta(days=1)
    save_expert(profile=expert, regions=[], listed=True, now=later)
    assert (expert.listed_at, expert.consent_version) == (later, "expert-1")
    save_expert(profile=expert, regions=[], listed=True, now=later + timedelta(days=1))
    assert expert.listed_at == later


def test_an_expert_takes_it_back_with_one_press(expert, client):
    other = ExpertFactory()
    client.force_login(expert.person)
    assert expert.person.name in client.get("/experts/").content.decode()
    assert "/experts/mine/withdrawal/" in client.get("/account/data/").content.decode()
    for _time in range(2):
        assert client.post("/experts/mine/withdrawal/").status_code == 302
    expert.refresh_from_db()
    assert (expert.listed_at, expert.consent_version) == (None, "")
    client.logout()
    assert expert.person.name not in client.get("/experts/").content.decode()
    assert client.get(expert.get_absolute_url()).status_code == 404
    assert client.get(other.get_absolute_url()).status_code == 200
    assert AuditEntry.objects.filter(action="expert.unlisted").count() == 1


@pytest.mark.parametrize("path", ["/experts/mine/withdrawal/", "/contact-persons/mine/withdrawal/"])
def test_taking_back_needs_an_account_and_a_form(client, home, path):
    assert client.post(path).url.startswith("/account/login/")
    client.force_login(UserFactory())
    assert client.get(path).status_code == 405


def test_whatever_is_shown_publicly_can_be_taken_back():
    assert {holding.key for holding in personal_data.all() if holding.withdrawal} == {"contacts", "expert"}
