"""How the mails about enquiries read."""

from pathlib import Path

import pytest

from network.core.models import NetworkSettings, Theme
from network.home.contact.notices import ACKNOWLEDGEMENT, ARRIVAL, REPLY
from network.home.models import Enquiry, EnquiryReply
from network.mail.kinds import Recipient, kinds
from tests.factories.accounts import UserFactory
from tests.factories.enquiries import NOON, EnquiryFactory
from tests.factories.mail import DeliveryFactory
from tests.snapshots import assert_snapshot

pytestmark = pytest.mark.django_db

SNAPSHOTS = Path(__file__).parent / "snapshots"
READER = Recipient("ana@katowice.example", "en", "UTC")


@pytest.fixture
def network(home):
    """Give the network a name and an address."""
    from wagtail.models import Site

    network = NetworkSettings.for_site(Site.objects.get())
    network.name, network.contact_email = "Test network", "secretariat@network.example"
    network.save()
    return network


def rendered(kind, **data):
    return kinds.get(kind).render(DeliveryFactory.build(kind=kind, data=data), READER)


def keep(name, message):
    text = f"Subject: {message.subject}\nReply-To: {message.reply_to}\n\n{message.text}"
    assert_snapshot(SNAPSHOTS / f"{name}.txt", text)
    assert_snapshot(SNAPSHOTS / f"{name}.html", message.html)


def test_the_acknowledgement(network):
    enquiry = EnquiryFactory(pk=7)
    keep("acknowledgement", rendered(ACKNOWLEDGEMENT, enquiry=enquiry.pk))


def test_the_news_of_a_message(network):
    enquiry = EnquiryFactory(pk=7)
    keep("arrival", rendered(ARRIVAL, enquiry=enquiry.pk))


def test_the_news_of_what_a_city_needs(network):
    enquiry = EnquiryFactory(pk=7, needs=True)
    enquiry.themes.set(Theme.objects.filter(slug__in=["resilience", "governance"]))
    keep("arrival_needs", rendered(ARRIVAL, enquiry=enquiry.pk))


def test_the_answer(network):
    reply = EnquiryReply.objects.create(
        enquiry=EnquiryFactory(pk=7, answered=True),
        text="Essen has: http://testserver/practices/halls/\n\nShall we introduce you?",
        sent_by=UserFactory(),
        sent_at=NOON,
    )
    keep("reply", rendered(REPLY, reply=reply.pk))


def test_strangers_markup_stays_text(network):
    enquiry = EnquiryFactory(name="<b>Ana</b>", message="<script>alert(1)</script>")
    for kind in (ACKNOWLEDGEMENT, ARRIVAL):
        html = rendered(kind, enquiry=enquiry.pk).html
        assert "<script" not in html
        assert "<b>Ana" not in html


def test_an_enquiry_deleted_meanwhile_is_not_mailed(network):
    enquiry = EnquiryFactory()
    Enquiry.objects.all().delete()
    assert rendered(ACKNOWLEDGEMENT, enquiry=enquiry.pk) is None
    assert rendered(ARRIVAL, enquiry=enquiry.pk) is None
    assert rendered(REPLY, reply=1) is None
