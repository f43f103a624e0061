"""Cities and partners for tests."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from cities.enums import CityStatus
from cities.models import City, CityContact, LegacySector, Partner
from network.core.models import Country


class LegacySectorFactory(DjangoModelFactory):
    """An industry of the vocabulary, or a new one."""

    class Meta:
        model = LegacySector
        django_get_or_create = ("slug",)

    name = factory.Sequence(lambda n: f"Industry {n}")
    slug = factory.Sequence(lambda n: f"industry-{n}")


class CityFactory(DjangoModelFactory):
    """A published member city in Germany."""

    class Meta:
        model = City
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"City {n}")
    country = factory.LazyFunction(lambda: Country.objects.get(iso2="DE"))
    status = CityStatus.MEMBER
    live = True

    class Params:
        featured = factory.Trait(status=CityStatus.FEATURED)
        draft = factory.Trait(live=False)
        placed = factory.Trait(
            latitude=factory.Sequence(lambda n: 48 + n % 7 * 0.9),
            longitude=factory.Sequence(lambda n: 7 + n % 11 * 0.7),
        )

    @factory.post_generation
    def sectors(self, create, slugs, **kwargs):
        if slugs:
            self.sectors.set(LegacySector.objects.filter(slug__in=slugs))
            self.save()

    @factory.post_generation
    def themes(self, create, themes, **kwargs):
        if themes:
            self.themes.set(themes)
            self.save()


class ContactFactory(DjangoModelFactory):
    """A contact person who has agreed to be shown."""

    class Meta:
        model = CityContact

    city = factory.SubFactory(CityFactory)
    name = "Paula Person"
    email = factory.Sequence(lambda n: f"contact{n}@city.example")
    consented_on = factory.LazyFunction(timezone.localdate)
    consent_version = "contact-1"


class PartnerFactory(DjangoModelFactory):
    """A published technical partner."""

    class Meta:
        model = Partner

    name = factory.Sequence(lambda n: f"Partner {n}")
    live = True
