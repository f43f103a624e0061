"""Experts for tests."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from cities.models import ExpertProfile
from tests.factories.affiliations import AffiliationFactory


class ExpertFactory(DjangoModelFactory):
    """A listed expert of a member city, open for requests."""

    class Meta:
        model = ExpertProfile

    class Params:
        hidden = factory.Trait(listed_at=None, consent_version="")

    person = factory.LazyFunction(lambda: AffiliationFactory(expert=True).person)
    headline = "Mine water as a source of heat"
    listed_at = factory.LazyFunction(timezone.now)
    consent_version = "expert-1"
    changed_at = factory.LazyFunction(timezone.now)
