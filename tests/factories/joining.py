"""Who wants to join, and who is invited, for tests."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from cities.enums import AffiliationRole, InterestKind, InvitationState
from cities.joining.invitations.tokens import token_of
from cities.models import Interest, Invitation
from network.core.models import Country
from network.core.tokens import hash_of
from tests.factories.accounts import UserFactory
from tests.factories.cities import CityFactory, PartnerFactory
from tests.factories.enquiries import NOON


class InterestFactory(DjangoModelFactory):
    """A Polish city that wants to join."""

    class Meta:
        model = Interest

    class Params:
        partner_organisation = factory.Trait(kind=InterestKind.PARTNER, organisation="Institute of Reuse")

    organisation = "Zabrze"
    country = factory.LazyFunction(lambda: Country.objects.get(iso2="PL"))
    name = "Ana Kowalska"
    email = "ana@zabrze.example"
    message = "We have a mine under the town.\n\nWho has done <that> & how?"
    web_address = "https://zabrze.example"
    received_at = NOON


class InvitationFactory(DjangoModelFactory):
    """An open invitation to coordinate a member city."""

    class Meta:
        model = Invitation

    class Params:
        to_partner = factory.Trait(
            city=None, partner=factory.SubFactory(PartnerFactory), role=AffiliationRole.REPRESENTATIVE
        )
        expired = factory.Trait(expires_at=factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1)))
        revoked = factory.Trait(state=InvitationState.REVOKED, ended_at=factory.LazyFunction(timezone.now))

    address = factory.Sequence(lambda n: f"invited{n}@city.example")
    name = "Ana Kowalska"
    city = factory.SubFactory(CityFactory)
    role = AffiliationRole.COORDINATOR
    invited_by = factory.SubFactory(UserFactory)
    seed = factory.Faker("uuid4", cast_to=None)
    token_hash = factory.LazyAttribute(lambda one: hash_of(token_of(one.seed)))
    sent_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))
