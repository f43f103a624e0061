"""A member city with a page, its people, and a secretariat that publishes."""

import pytest

from network.home.staff import EDITORS, MODERATORS
from tests.access.attacks.forms import forms_of
from tests.factories.accounts import UserFactory
from tests.factories.affiliations import AffiliationFactory
from tests.factories.cities import CityFactory, PartnerFactory


@pytest.fixture
def city(staffed):
    city = CityFactory(
        name="Here", slug="here", lead="A town of mills.", legacy="<p>Mills <b>everywhere</b>.</p>"
    )
    city.milestones.create(year=1850, text="The first mill", is_turn=False)
    city.milestones.create(year=1990, text="The last mill closed", is_turn=True)
    city.save()
    return city


@pytest.fixture
def partner(staffed):
    return PartnerFactory(name="Fund", slug="fund", summary="It pays.")


@pytest.fixture
def people(city, partner):
    """Return a person of each kind, by what she is."""
    there = CityFactory(name="There", slug="there")
    return {
        "newcomer": UserFactory(),
        "official": AffiliationFactory(city=city, person__name="Olga").person,
        "coordinator": AffiliationFactory(city=city, coordinator=True, person__name="Cora").person,
        "official there": AffiliationFactory(city=there).person,
        "representative": AffiliationFactory(with_partner=True, partner=partner, person__name="Rita").person,
        "editor": UserFactory(groups=[EDITORS], is_staff=True),
        "moderator": UserFactory(groups=[MODERATORS], is_staff=True),
    }


def opened(client, path: str, **changes):
    """Return what the form at ``path`` sends, with ``changes``."""
    form = next(form for form in forms_of(client.get(path).content.decode()) if "base" in form.values)
    data = form.untouched()
    data.pop("more", None)
    return data | changes
