"""A group with its facilitator and a member, in a network with staff."""

import pytest
from django.contrib.auth.models import AnonymousUser

from network.home.staff import EDITORS, MODERATORS, grant_staff_permissions
from tests.factories.accounts import UserFactory
from tests.factories.affiliations import AffiliationFactory
from tests.factories.cities import CityFactory, PartnerFactory
from tests.factories.groups import GroupFactory, MembershipFactory


@pytest.fixture
def essen(home):
    return CityFactory(name="Essen", slug="essen", time_zone="Europe/Berlin")


@pytest.fixture
def lodz(home):
    return CityFactory(name="Łódź", slug="lodz", time_zone="Europe/Warsaw")


@pytest.fixture
def people(essen, lodz, settings):
    """Return a person of each kind, by what she is."""
    settings.REQUIRE_SECOND_FACTOR = False
    grant_staff_permissions()
    return {
        "anonymous": AnonymousUser(),
        "signed in": UserFactory(name="Sam"),
        "facilitator": AffiliationFactory(city=essen, person__name="Jonas Brandt").person,
        "colleague": AffiliationFactory(city=essen, person__name="Karla Colleague").person,
        "coordinator": AffiliationFactory(city=essen, coordinator=True, person__name="Cora").person,
        "member": AffiliationFactory(city=lodz, person__name="Marta Member").person,
        "other": AffiliationFactory(city=lodz, person__name="Olga Other").person,
        "representative": AffiliationFactory(with_partner=True, partner=PartnerFactory(name="Fund")).person,
        "editor": UserFactory(groups=[EDITORS], is_staff=True),
        "moderator": UserFactory(groups=[MODERATORS], is_staff=True),
        "administrator": UserFactory(administrator=True, name="Ada"),
    }


@pytest.fixture
def group(people, essen, lodz):
    """Return a public group that Essen's facilitator runs and Łódź's member is in."""
    group = GroupFactory(name="Soil on site", slug="soil", lead_city=essen)
    MembershipFactory(group=group, person=people["facilitator"], city=essen, facilitator=True)
    MembershipFactory(group=group, person=people["member"], city=lodz)
    return group
