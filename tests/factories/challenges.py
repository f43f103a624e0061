"""What others add to challenges, for tests."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from cities.enums import OfferState
from cities.models import ChallengeComment, CoSignature, SupportOffer
from tests.factories.accounts import UserFactory
from tests.factories.affiliations import ChallengeFactory
from tests.factories.cities import CityFactory


class CoSignatureFactory(DjangoModelFactory):
    """Another member city that has the challenge too."""

    class Meta:
        model = CoSignature

    challenge = factory.SubFactory(ChallengeFactory)
    city = factory.SubFactory(CityFactory)
    sentence = "Our heating plant closes next year."
    signed_by = factory.SubFactory(UserFactory)
    signed_at = factory.LazyFunction(timezone.now)


class CommentFactory(DjangoModelFactory):
    """A comment of a member; ``hidden`` by a moderator."""

    class Meta:
        model = ChallengeComment

    class Params:
        hidden = factory.Trait(hidden_at=factory.LazyFunction(timezone.now))

    challenge = factory.SubFactory(ChallengeFactory)
    author = factory.SubFactory(UserFactory)
    city = factory.SubFactory(CityFactory)
    text = "We asked the operators first."
    written_at = factory.LazyFunction(timezone.now)


class SupportOfferFactory(DjangoModelFactory):
    """An open offer of another city."""

    class Meta:
        model = SupportOffer

    class Params:
        withdrawn = factory.Trait(state=OfferState.WITHDRAWN, withdrawn_at=factory.LazyFunction(timezone.now))

    challenge = factory.SubFactory(ChallengeFactory)
    city = factory.SubFactory(CityFactory)
    offered_by = factory.SubFactory(UserFactory)
    text = "Two days of our energy planner."
    offered_at = factory.LazyFunction(timezone.now)
