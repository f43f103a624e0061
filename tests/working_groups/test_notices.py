"""The mails about groups: who no longer gets them, and how they read."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import timezone

from network.mail.kinds import Recipient, kinds
from tests.factories.groups import GroupInvitationFactory, MembershipFactory
from tests.factories.mail import DeliveryFactory
from tests.snapshots import assert_snapshot
from working_groups.enums import MembershipState
from working_groups.members import notices

pytestmark = pytest.mark.django_db

SNAPSHOTS = Path(__file__).parent / "snapshots"


def mail(kind, reader, **data):
    """Return what the kind has to say to the reader, ``None`` where she may not have it or it says nothing."""
    delivery = DeliveryFactory(kind=kind, data=data, recipient=reader, address="")
    recipient = Recipient(reader.email, "en", "UTC", reader)
    if not kinds.get(kind).may_receive(delivery, recipient):
        return None
    return kinds.get(kind).render(delivery, recipient)


@pytest.mark.parametrize("kind", list(notices.STATES))
def test_each_mail_reads_as_it_was_looked_at(kind, people, group):
    state = notices.STATES[kind]
    times = {"decided_at": None if state == MembershipState.REQUESTED else timezone.now()}
    times["ended_at"] = timezone.now() if state == MembershipState.ENDED else None
    place = MembershipFactory(
        group=group,
        person=people["other"],
        state=state,
        message="I look after the quarry.",
        reason="The group is full.",
        **times,
    )
    reader = people["facilitator"] if kind == notices.REQUESTED else people["other"]
    message = mail(kind, reader, membership=place.pk)
    text = f"{message.subject}\n\n{message.text}"
    assert_snapshot(SNAPSHOTS / f"{kind}.txt", text)
    assert mail(kind, people["colleague"], membership=place.pk) is None
    place.delete()
    assert mail(kind, reader, membership=place.pk or 0) is None


def test_who_no_longer_runs_the_group_is_told_of_no_request(people, group):
    place = MembershipFactory(group=group, person=people["other"], requested=True)
    group.memberships.filter(person=people["facilitator"]).update(role="member")
    assert mail(notices.REQUESTED, people["facilitator"], membership=place.pk) is None


def test_that_nobody_runs_a_group_is_no_news_once_somebody_does(people, group):
    place = group.memberships.get(person=people["facilitator"])
    assert mail(notices.UNLED, people["administrator"], membership=place.pk) is None
    group.memberships.update(role="member")
    message = mail(notices.UNLED, people["administrator"], membership=place.pk)
    assert_snapshot(SNAPSHOTS / "group_unled.txt", f"{message.subject}\n\n{message.text}")
    assert mail(notices.UNLED, people["other"], membership=place.pk) is None


def test_the_invitation_reads_as_it_was_looked_at(people, group):
    invitation = GroupInvitationFactory(
        group=group,
        address="new@elsewhere.example",
        message="We need your eye.",
        expires_at=datetime(2100, 1, 1, tzinfo=UTC),
    )
    delivery = DeliveryFactory(
        kind=notices.INVITED,
        recipient=None,
        address=invitation.address,
        data={"invitation": invitation.pk, "sending": 1},
    )
    message = notices.render_invitation(delivery, Recipient(invitation.address, "en", "UTC"))
    text = f"{message.subject}\n\n{message.text}".replace(notices.link_of(invitation), "/<link>/")
    assert_snapshot(SNAPSHOTS / "group_invitation.txt", text)
    delivery.data["sending"] = 2
    assert notices.render_invitation(delivery, Recipient(invitation.address, "en", "UTC")) is None
