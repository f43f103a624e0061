"""A cycle with its people."""

import pytest
from django.contrib.auth.models import AnonymousUser

from network.home.staff import EDITORS, MODERATORS, grant_staff_permissions
from tests.factories.accounts import UserFactory
from tests.factories.affiliations import AffiliationFactory
from tests.factories.cities import CityFactory


@pytest.fixture
def people(home):
    """Return people by what they are; those with a city belong to “Here”."""
    grant_staff_permissions()
    here = CityFactory(name="Here", slug="here")
    return {
        "anonymous": AnonymousUser(),
        "signed in": UserFactory(),
        "official": AffiliationFactory(city=here).person,
        "coordinator": AffiliationFactory(city=here, coordinator=True).person,
        "former": AffiliationFactory(city=here, coordinator=True, ended=True).person,
        "coordinator elsewhere": AffiliationFactory(city__name="There", coordinator=True).person,
        "coordinator of an applicant": AffiliationFactory(city__status="applicant", coordinator=True).person,
        "representative": AffiliationFactory(with_partner=True).person,
        "editor": UserFactory(groups=[EDITORS]),
        "moderator": UserFactory(groups=[MODERATORS]),
        "administrator": UserFactory(administrator=True),
    }


@pytest.fixture
def here(people):
    """Return the city of the official and the coordinator."""
    return people["coordinator"].affiliations.get().city


@pytest.fixture
def signed_in(client, people):
    """Return a function that signs somebody in and returns the client."""

    def sign_in(name):
        client.logout()
        if people[name].is_authenticated:
            client.force_login(people[name])
        return client

    return sign_in
