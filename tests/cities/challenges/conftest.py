"""Two cities with their people, staff, and a challenge."""

import pytest
from django.contrib.auth.models import AnonymousUser

from network.home.staff import EDITORS, MODERATORS, grant_staff_permissions
from tests.factories.accounts import UserFactory
from tests.factories.affiliations import AffiliationFactory, ChallengeFactory
from tests.factories.cities import CityFactory, PartnerFactory


@pytest.fixture
def here(home):
    return CityFactory(name="Here")


@pytest.fixture
def there(home):
    return CityFactory(name="There")


@pytest.fixture
def people(here, there, settings):
    """Return a person of each kind, by what she is."""
    settings.REQUIRE_SECOND_FACTOR = False
    grant_staff_permissions()
    return {
        "anonymous": AnonymousUser(),
        "signed in": UserFactory(name="Sam"),
        "former": AffiliationFactory(city=here, ended=True).person,
        "author": AffiliationFactory(city=here, person__name="Ana").person,
        "colleague": AffiliationFactory(city=here).person,
        "coordinator": AffiliationFactory(city=here, coordinator=True, person__name="Cora").person,
        "official there": AffiliationFactory(city=there).person,
        "coordinator there": AffiliationFactory(city=there, coordinator=True, person__name="Theo").person,
        "expert there": AffiliationFactory(city=there, expert=True).person,
        "representative": AffiliationFactory(with_partner=True, partner=PartnerFactory(name="Fund")).person,
        "editor": UserFactory(groups=[EDITORS], is_staff=True),
        "moderator": UserFactory(groups=[MODERATORS], is_staff=True),
        "administrator": UserFactory(administrator=True),
        "switched off": AffiliationFactory(city=here, coordinator=True, person__is_active=False).person,
    }


@pytest.fixture
def challenge(here, people):
    """Return a published challenge of the first city."""
    return ChallengeFactory(city=here, author=people["author"], title="Heat after coal")
