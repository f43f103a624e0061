"""What the forms to the secretariat hold of people."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from network.accounts.privacy.erasure import at_addresses_of
from network.core.personal_data import Holding, Retention
from network.home.contact.enums import EnquiryState
from network.home.models import Enquiry, EnquiryReply

KEPT = timedelta(days=2 * 365)


def enquiries_of(person: Any) -> QuerySet:
    """Return what was written from one of the person's addresses."""
    return Enquiry.objects.filter(at_addresses_of(person, "email")).order_by("pk")


def replies_to(person: Any) -> QuerySet:
    """Return what was answered to it."""
    return EnquiryReply.objects.filter(enquiry__in=enquiries_of(person)).order_by("pk")


def done_before(before: datetime) -> QuerySet:
    """Return what was received before that moment and is answered or closed."""
    return Enquiry.objects.filter(received_at__lt=before).exclude(state=EnquiryState.NEW)


HOLDINGS = (
    Holding(
        key="enquiries",
        title=_("What you wrote to the secretariat"),
        why=_("So that it can be answered."),
        seen_by=_("The secretariat."),
        at_erasure=_("Deleted, with the answers."),
        models=("home.enquiry",),
        rows=enquiries_of,
        columns=("received_at", "name", "email", "organisation", "subject", "message"),
        erase=lambda person: enquiries_of(person).delete(),
        retention=Retention(KEPT, _("after it was received, once it is answered"), done_before),
    ),
    Holding(
        key="enquiry-replies",
        title=_("What the secretariat answered you"),
        why=_("So that everybody in the secretariat knows what was said."),
        seen_by=_("You, to whom it was mailed, and the secretariat."),
        kept=_("As long as what it answers."),
        at_erasure=_("Deleted."),
        models=("home.enquiryreply",),
        rows=replies_to,
        columns=("text", "sent_at"),
    ),
)
