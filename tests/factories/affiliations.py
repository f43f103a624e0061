"""Who belongs where, and what cities bring, for tests."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from cities.enums import AffiliationGround, AffiliationRole, AffiliationState, ChallengeState
from cities.models import Affiliation, Challenge
from tests.factories.accounts import UserFactory
from tests.factories.cities import CityFactory, PartnerFactory


class AffiliationFactory(DjangoModelFactory):
    """An official of a member city, approved by the secretariat; traits say what else."""

    class Meta:
        model = Affiliation

    class Params:
        coordinator = factory.Trait(role=AffiliationRole.COORDINATOR)
        expert = factory.Trait(role=AffiliationRole.EXPERT)
        with_partner = factory.Trait(
            city=None, partner=factory.SubFactory(PartnerFactory), role=AffiliationRole.REPRESENTATIVE
        )
        requested = factory.Trait(state=AffiliationState.REQUESTED, ground="", decided_at=None)
        ended = factory.Trait(state=AffiliationState.ENDED, ended_at=factory.LazyFunction(timezone.now))

    person = factory.SubFactory(UserFactory)
    city = factory.SubFactory(CityFactory)
    role = AffiliationRole.OFFICIAL
    state = AffiliationState.APPROVED
    ground = AffiliationGround.STAFF
    requested_at = factory.LazyFunction(timezone.now)
    decided_at = factory.LazyFunction(timezone.now)


class ChallengeFactory(DjangoModelFactory):
    """A published challenge of a member city."""

    class Meta:
        model = Challenge
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(state=ChallengeState.DRAFT, published_at=None)
        submitted = factory.Trait(state=ChallengeState.SUBMITTED, published_at=None)

    city = factory.SubFactory(CityFactory)
    title = factory.Sequence(lambda n: f"Heat for every street {n}")
    summary = "Old heating plants close; the pipes stay."
    state = ChallengeState.PUBLISHED
    created_at = factory.LazyFunction(timezone.now)
    changed_at = factory.LazyFunction(timezone.now)
    published_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def themes(self, create, themes, **kwargs):
        """Be about ``themes``."""
        if themes:
            self.themes.set(themes)
