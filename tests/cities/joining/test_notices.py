"""How the mails about joining read, and who may still get them."""

import re
from pathlib import Path

import pytest

from cities.enums import AffiliationState
from cities.joining import notices
from cities.joining.interests.notices import ANSWER, ARRIVAL, THANKS
from cities.joining.invitations.notices import INVITATION
from cities.joining.invitations.tokens import token_of
from cities.models import InterestAnswer, Invitation
from network.mail.kinds import Recipient, kinds
from tests.factories.accounts import UserFactory
from tests.factories.affiliations import AffiliationFactory
from tests.factories.cities import CityFactory
from tests.factories.enquiries import NOON
from tests.factories.joining import InterestFactory, InvitationFactory
from tests.factories.mail import DeliveryFactory
from tests.snapshots import assert_snapshot

pytestmark = pytest.mark.django_db
SNAPSHOTS = Path(__file__).parent / "snapshots"
STATES = {
    notices.REQUESTED: {"requested": True},
    notices.APPROVED: {},
    notices.DECLINED: {"state": AffiliationState.DECLINED},
    notices.ENDED: {"ended": True},
    notices.ROLE: {"coordinator": True},
    notices.UNKEPT: {"ended": True},
}


def rendered(kind, person=None, **data):
    address = person.email if person else "desk@network.example"
    reader = Recipient(address, "en", "UTC", person)
    return kinds.get(kind).render(DeliveryFactory.build(kind=kind, data=data), reader)


def keep(name, message, *, secret=""):
    text = f"Subject: {message.subject}\nReply-To: {message.reply_to}\n\n{message.text}"
    assert_snapshot(SNAPSHOTS / f"{name}.txt", text.replace(secret or "\0", "TOKEN"))
    assert_snapshot(SNAPSHOTS / f"{name}.html", message.html.replace(secret or "\0", "TOKEN"))


@pytest.mark.parametrize("kind", STATES)
def test_a_mail_about_an_affiliation(secretariat, kind):
    row = AffiliationFactory(
        city=CityFactory(name="Katowice", slug="katowice"),
        person=UserFactory(name="Ana <b>Kowalska</b>", email="ana@city.example"),
        message="I look after the <halls>.",
        reason="Write from your city’s address.",
        **STATES[kind],
    )
    reader = row.person if kind not in (notices.REQUESTED, notices.UNKEPT) else None
    message = rendered(kind, person=reader, affiliation=row.pk)
    assert "<b>Kowalska" not in re.sub(r'aria-label="[^"]*"', "", message.html)
    keep(kind, message)


@pytest.mark.parametrize("kind", [kind for kind in STATES if kind != notices.UNKEPT])
def test_what_is_out_of_date_is_not_mailed(home, kind):
    other = {"requested": True} if STATES[kind] != {"requested": True} else {"ended": True}
    assert rendered(kind, affiliation=AffiliationFactory(**other).pk) is None


def test_a_city_that_has_a_coordinator_again_is_not_reported(home):
    row = AffiliationFactory(ended=True)
    AffiliationFactory(city=row.city, coordinator=True)
    assert rendered(notices.UNKEPT, affiliation=row.pk) is None


def test_who_lost_the_role_meanwhile_gets_no_mail_about_a_request(home):
    row = AffiliationFactory(requested=True)
    keeper = AffiliationFactory(city=row.city, coordinator=True)
    delivery = DeliveryFactory.build(kind=notices.REQUESTED, data={"affiliation": row.pk})

    def may():
        person = type(keeper.person).objects.get(pk=keeper.person.pk)
        return notices.may_receive(delivery, Recipient(person.email, "en", "UTC", person))

    assert may()
    keeper.role = "official"
    keeper.save()
    assert not may()


def test_the_thanks_and_the_news_of_an_interest(secretariat):
    interest = InterestFactory(pk=7, job_title="Head of reuse")
    keep(THANKS, rendered(THANKS, interest=interest.pk))
    keep(ARRIVAL, rendered(ARRIVAL, interest=interest.pk))


@pytest.mark.parametrize("state", ["in-talks", "accepted"])
def test_an_answer_to_an_interest(secretariat, state):
    text = "Shall we talk on Monday?\n\nhttps://network.example/talk <soon>"
    answer = InterestAnswer.objects.create(interest=InterestFactory(), state=state, text=text, sent_at=NOON)
    keep(f"{ANSWER}_{state}", rendered(ANSWER, answer=answer.pk))


def test_an_invitation(secretariat):
    city = CityFactory(name="Katowice", slug="katowice")
    one = InvitationFactory(city=city, expires_at="2126-12-24T12:00Z")
    keep(INVITATION, rendered(INVITATION, invitation=one.pk, sending=1), secret=token_of(one.seed))
    assert rendered(INVITATION, invitation=one.pk, sending=2) is None
    Invitation.objects.update(token_hash="made with another secret")
    assert rendered(INVITATION, invitation=one.pk, sending=1) is None


def test_what_was_deleted_meanwhile_is_not_mailed(home):
    assert rendered(THANKS, interest=1) is rendered(ARRIVAL, interest=1) is rendered(ANSWER, answer=1) is None
    assert rendered(INVITATION, invitation=1, sending=1) is None
