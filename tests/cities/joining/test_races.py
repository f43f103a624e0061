"""What many do at the same moment happens once, on SQLite and on PostgreSQL."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from cities.joining.affiliations import (
    AlreadyDecided,
    approve_affiliation,
    end_affiliation,
    request_affiliation,
)
from cities.joining.interests.services import receive_interest
from cities.joining.invitations.services import accept_invitation, invite_person
from cities.models import Affiliation, Interest
from network.core.models import AuditEntry
from network.mail.models import Delivery
from tests.factories.accounts import UserFactory
from tests.factories.affiliations import AffiliationFactory
from tests.factories.cities import CityFactory
from tests.factories.enquiries import NOON
from tests.factories.joining import InterestFactory, InvitationFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work, arguments):
    """Do the work for every argument in threads, and return what each returned or raised."""

    def one(argument):
        try:
            return work(argument)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        return list(threads.map(one, arguments))


def test_twenty_requests_make_one_affiliation_and_one_mail(home):
    city, person = CityFactory(), UserFactory()
    AffiliationFactory(city=city, coordinator=True)
    rows = at_once(lambda n: request_affiliation(person=person, organisation=city, now=NOON).pk, range(20))
    assert len(set(rows)) == 1
    assert person.affiliations.count() == 1
    assert Delivery.objects.count() == 1


def test_two_coordinators_approve_at_once_and_one_of_them_does(home):
    row = AffiliationFactory(requested=True)
    actors = [AffiliationFactory(city=row.city, coordinator=True).person for _n in range(8)]
    done = at_once(lambda actor: approve_affiliation(affiliation=row, actor=actor, now=NOON), actors)
    assert sum(isinstance(one, AlreadyDecided) for one in done) == 7
    assert AuditEntry.objects.of(row).count() == 1


def test_two_last_coordinators_who_leave_at_once_do_not_leave_the_city_to_nobody(home):
    city = CityFactory()
    AffiliationFactory(city=city)
    rows = [AffiliationFactory(city=city, coordinator=True) for _n in range(2)]
    at_once(lambda row: end_affiliation(affiliation=row, actor=row.person, now=NOON), rows)
    assert Affiliation.objects.keeping().of(city).count() == 1


def test_an_address_that_is_invited_twenty_times_at_once_gets_one_invitation(home):
    city, staff = CityFactory(), UserFactory()

    def invite(_n):
        return invite_person(
            address="ana@new.example", organisation=city, role="official", invited_by=staff, now=NOON
        )

    assert sum(is_new for _invitation, is_new in at_once(invite, range(20))) == 1
    assert Delivery.objects.count() == 1


def test_an_invitation_that_is_accepted_at_once_by_two_tabs_makes_one_affiliation(home):
    invitation = InvitationFactory()
    person = UserFactory(email=invitation.address)
    now = timezone.now()
    at_once(lambda _n: accept_invitation(invitation=invitation, person=person, now=now), range(8))
    assert person.affiliations.count() == 1
    assert AuditEntry.objects.of(invitation).count() == 1


def test_an_interest_that_is_sent_twenty_times_at_once_is_one(home):
    token = uuid.uuid4()

    def send(_n):
        receive_interest(interest=InterestFactory.build(country_id="PL"), form_token=token, now=NOON)

    at_once(send, range(20))
    assert Interest.objects.count() == 1
    assert Delivery.objects.count() == 1
