"""Erasing people leaves no trace of them, and nothing of others is touched."""

from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from cities.models import Affiliation, Challenge, ChallengeComment, City, ExpertProfile
from network.accounts.models import User
from network.accounts.privacy.erasure import LastAdministrator, erase_person
from network.core.models import AuditEntry
from network.mail.enums import DeliveryState
from network.mail.mailbox import mailbox_folder
from network.mail.models import Delivery
from network.mail.sending import send_due
from network.search.follower import catch_up
from network.search.rebuild import rebuild
from network.search.tasks import renew_index
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.affiliations import AffiliationFactory, ChallengeFactory
from tests.factories.challenges import CommentFactory, CoSignatureFactory, SupportOfferFactory
from tests.factories.cities import CityFactory
from tests.factories.cycles import BallotFactory, EntryFactory
from tests.factories.enquiries import EnquiryFactory
from tests.factories.experts import ExpertFactory
from tests.factories.groups import GroupInvitationFactory, MembershipFactory
from tests.factories.home import StandardPageFactory
from tests.factories.joining import InterestFactory, InvitationFactory
from tests.factories.mail import DeliveryFactory
from tests.factories.meetings import ActionFactory, MeetingFactory, RsvpFactory
from working_groups.meetings.subscriptions import subscribe

NOW = timezone.now()


def everything(folders) -> str:
    """Return all that stands in the database and in the files, as a dump would hold it."""
    parts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            parts += [f"{table}: {row}" for row in cursor.fetchall()]
    for folder in folders:
        for path in Path(folder).rglob("*"):
            if path.is_file():
                parts.append(f"{path.name}: {path.read_bytes().decode('latin-1')}")
    return "\n".join(parts)


def name_of(number: int) -> str:
    return f"Quillanne Zebrowitz{number:03}"


def address_of(number: int) -> str:
    return f"quillanne{number:03}@people.example"


def lived_in(number: int) -> User:
    """Return a person who has left traces everywhere."""
    name, address = name_of(number), address_of(number)
    city = CityFactory()
    person = UserFactory(name=name, email=address, with_totp=True, complete=True)
    AffiliationFactory(person=person, city=city, coordinator=True, message=f"I am {name}")
    ExpertFactory(person=person, headline=f"{name} knows mines")
    challenge = ChallengeFactory(city=city, author=person)
    CommentFactory(challenge=challenge, author=person, city=city)
    CoSignatureFactory(challenge=challenge, signed_by=person)
    SupportOfferFactory(challenge=challenge, offered_by=person)
    EntryFactory(challenge=challenge, submitted_by=person)
    BallotFactory(city=city, cast_by=person)
    EnquiryFactory(name=name, email=address.upper(), message=f"Yours, {name}")
    InterestFactory(name=name, email=address)
    InvitationFactory(name=name, address=address)
    group = MembershipFactory(person=person, city=city, message=f"I am {name}", facilitator=True).group
    GroupInvitationFactory(group=group, address=address, invited_by=person)
    meeting = MeetingFactory(group=group, called_by=person)
    RsvpFactory(meeting=meeting, person=person)
    ActionFactory(group=group, meeting=meeting, owner=person)
    subscribe(person=person, group=group, now=NOW)
    DeliveryFactory(address=address)
    DeliveryFactory(recipient=person, address="")
    city.contacts.create(name=name, email=address)
    city.save()
    city.save_revision(user=person, log_action=True)
    log(ExpertProfile.objects.get(person=person), "wagtail.edit", user=person, title=f"Expert {name}")
    profile = UserProfile.get_for_user(person)
    profile.avatar = ContentFile(b"\x89PNG of " + name.encode(), name=f"{number}.png")
    profile.save()
    folder = mailbox_folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"20260101T00000000000{number % 10}-{number:08x}.eml").write_bytes(
        f"To: {address}\r\n\r\nHi".encode()
    )
    Client().login(username=address, password=PASSWORD)
    return person


@pytest.fixture
def places(settings, tmp_path):
    settings.MEDIA_ROOT, settings.DATA_DIR = tmp_path / "media", tmp_path / "data"
    return [settings.MEDIA_ROOT, settings.DATA_DIR, settings.SEARCH_INDEX]


def test_fifty_people_leave_no_trace_and_others_stay(home, places):
    people = [lived_in(number) for number in range(50)]
    stays = lived_in(99)
    rebuild()
    kept = (Challenge, ChallengeComment, City)
    before = {model: model._base_manager.count() for model in kept}
    keys = [person.pk for person in people]
    for person in people:
        assert erase_person(person=person, erased_by=stays, now=NOW) == []
    assert Delivery.objects.filter(kind="note").delete()[0] == 2  # to the person who stays
    assert send_due() == {DeliveryState.SENT: 50}
    assert {message.to[0] for message in mail.outbox} == {address_of(number) for number in range(50)}
    catch_up()
    for _night in range(2):
        renew_index()
    dump = everything(places).lower()
    for number in range(50):
        for trace in (name_of(number).lower(), address_of(number)):
            at = dump.find(trace)
            assert at < 0, dump[max(0, at - 200) : at + 80]
    assert address_of(99) in dump
    assert not User.objects.filter(pk__in=keys).exists()
    assert before == {model: model._base_manager.count() for model in kept}
    assert ExpertProfile.objects.count() == 1
    erased = AuditEntry.objects.filter(action="account.erased")
    assert set(erased.values_list("subject_key", flat=True)) == set(keys)


def test_what_others_wrote_of_her_is_listed_for_staff(home, places):
    person = lived_in(7)
    other = CommentFactory(text=f"As {name_of(7)} told us, ask first.")
    hits = erase_person(person=person, erased_by=UserFactory(administrator=True), now=NOW)
    assert hits == [f"cities.challengecomment:{other.pk}:text"]
    assert AuditEntry.objects.get(action="account.erased").details == {"mentions": hits}


def test_names_with_accents_are_found_in_structured_texts_too(home, places):
    person = UserFactory(name="Zoë Łukasiewicz", email="zoe@people.example")
    page = StandardPageFactory(parent=home, title="About", body=[("text", "<p>Ask Zoë Łukasiewicz.</p>")])
    page.save_revision()
    hits = erase_person(person=person, erased_by=UserFactory(administrator=True), now=NOW)
    assert f"home.standardpage:{page.pk}:body" in hits
    assert any(hit.startswith("wagtailcore.revision:") for hit in hits)


def test_sessions_end_and_the_number_is_not_given_again(home, places, client):
    person = UserFactory()
    client.force_login(person)
    other = Client()
    other.force_login(UserFactory())
    key = person.pk
    erase_person(person=person, erased_by=person, now=NOW)
    assert Session.objects.count() == 1
    assert client.get("/account/").status_code == 302
    assert UserFactory().pk > key


def test_the_last_administrator_stays(home, places):
    person = UserFactory(administrator=True)
    with pytest.raises(LastAdministrator):
        erase_person(person=person, erased_by=person, now=NOW)
    UserFactory(administrator=True)
    erase_person(person=person, erased_by=person, now=NOW)


def test_a_city_without_its_coordinator_is_shown_to_staff(home, places):
    person = lived_in(3)
    city = Affiliation.objects.get(person=person).city
    assert city not in City.objects.without_coordinator()
    erase_person(person=person, erased_by=person, now=NOW)
    assert city in City.objects.without_coordinator()


def test_what_may_not_be_lost_is_lost_together_or_not_at_all(home, places, monkeypatch):
    person = lived_in(4)
    monkeypatch.setattr(User, "delete", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        erase_person(person=person, erased_by=person, now=NOW)
    assert Affiliation.objects.filter(person=person).exists()
    assert AuditEntry.objects.filter(action="account.erased").count() == 0


@pytest.mark.parametrize(
    ("name", "label"),
    [("Ana", "Montana"), ("Ana", "Ana Novak"), ("Ana Novak", "Joana Novak"), ("", "Montana")],
)
def test_the_log_keeps_what_is_only_called_alike(home, name, label):
    log(CityFactory(name=label), "wagtail.edit", title=label)
    erase_person(person=UserFactory(name=name), erased_by=UserFactory(administrator=True), now=NOW)
    assert ModelLogEntry.objects.filter(label=label).exists()


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Ana", "ANA"),
        ("Ana Novak", "Expert Ana Novak"),
        ("Zoë Żak", "Expert ZOË ŻAK"),
        ("Zoë", "zoe"),
        ("", "joana@people.example, expert"),
    ],
)
def test_the_log_forgets_what_is_called_like_her(home, name, label):
    log(CityFactory(), "wagtail.edit", title=label)
    person = UserFactory(name=name, email="joana@people.example")
    erase_person(person=person, erased_by=UserFactory(administrator=True), now=NOW)
    assert not ModelLogEntry.objects.filter(label=label).exists()
