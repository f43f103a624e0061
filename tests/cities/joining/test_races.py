"""What many do at the same moment happens once, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from cities.joining.affiliations import (
    AlreadyDecided,
    approve_affiliation,
    end_affiliation,
    request_affiliation,
)
from cities.models import Affiliation
from network.core.models import AuditEntry
from network.mail.models import Delivery
from tests.factories.accounts import UserFactory
from tests.factories.affiliations import AffiliationFactory
from tests.factories.cities import CityFactory
from tests.factories.enquiries import NOON

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
