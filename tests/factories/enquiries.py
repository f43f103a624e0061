"""Enquiries to test with."""

from datetime import UTC, datetime

import factory

from network.home.contact.enums import EnquiryKind, EnquiryState
from network.home.models import Enquiry

NOON = datetime(2024, 12, 3, 12, tzinfo=UTC)


class EnquiryFactory(factory.django.DjangoModelFactory):
    """A message to the secretariat."""

    class Meta:
        model = Enquiry

    class Params:
        needs = factory.Trait(kind=EnquiryKind.NEEDS, subject="", organisation="Katowice")
        answered = factory.Trait(state=EnquiryState.ANSWERED, answered_at=NOON)

    name = "Ana Kowalska"
    email = "ana@katowice.example"
    organisation = "Katowice"
    subject = "Reusing halls"
    message = "We look after twelve halls.\n\nWho has done <that> before & what did it cost?"
    source_path = "/practices/"
    received_at = NOON
