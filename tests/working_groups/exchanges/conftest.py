"""Two cities whose coordinators could learn from each other, a partner, an expert, and staff."""

import pytest

from tests.factories.affiliations import AffiliationFactory
from tests.factories.cities import PartnerFactory
from tests.factories.experts import ExpertFactory
from tests.working_groups.conftest import essen, lodz  # noqa: F401 (fixtures)


@pytest.fixture
def people(people, lodz):  # noqa: F811 (the folder's people and more)
    """Add Łódź's coordinator, and an expert from elsewhere who lets herself be found."""
    people["asked"] = AffiliationFactory(city=lodz, coordinator=True, person__name="Theo").person
    fund = PartnerFactory(name="Institute")
    people["expert"] = AffiliationFactory(
        city=None, partner=fund, expert=True, person__name="Eva Expert"
    ).person
    ExpertFactory(person=people["expert"], headline="Mine water")
    return people


@pytest.fixture
def after(people):
    """Return a function that reads a person anew, as the next request does."""

    def read(name: str):
        return type(people[name]).objects.get(pk=people[name].pk)

    return read
