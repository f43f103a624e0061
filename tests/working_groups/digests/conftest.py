"""A group whose members read digests at seven o'clock, and a clock that a test moves on."""

from datetime import UTC, datetime, timedelta

import pytest

from network.mail.digests.plan import plan
from network.mail.models import Delivery
from network.mail.sending import send_due
from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory, MembershipFactory

# A Tuesday, five minutes after seven in Berlin.
MORNING = datetime(2024, 12, 3, 6, 5, tzinfo=UTC)
DAY = timedelta(days=1)
LONG_AGO = MORNING - timedelta(days=300)


class Post:
    """Plans and sends as the clock stands, and tells what each got."""

    def __init__(self, outbox):
        self._outbox = outbox

    def comes(self, now=MORNING):
        """Plan and send at ``now``; return the mails by the reader's address."""
        before = len(self._outbox)
        plan(now)
        send_due(clock=lambda: now)
        return {mail.to[0]: mail for mail in self._outbox[before:]}

    @staticmethod
    def ended(**narrow):
        """Return states and reasons of the digests, oldest first."""
        rows = Delivery.objects.filter(**narrow).order_by("due_at", "pk")
        return [(row.state, row.skip_reason) for row in rows]


@pytest.fixture
def post(home, mailoutbox):
    return Post(mailoutbox)


@pytest.fixture
def soil(home):
    return GroupFactory(name="Soil on site", slug="soil", created_at=LONG_AGO, changed_at=LONG_AGO)


@pytest.fixture
def joins(soil):
    """Return a function that makes somebody a member since long ago."""

    def join(group=soil, since=LONG_AGO, **person):
        who = {"time_zone": "Europe/Berlin", "joined_at": LONG_AGO} | person
        reader = who.pop("reader", None) or UserFactory(**who)
        MembershipFactory(group=group, person=reader, decided_at=since, requested_at=since)
        return reader

    return join


@pytest.fixture
def marta(joins):
    return joins(name="Marta Member", email="marta@example.org")
