"""People in working groups with something new, for measurements and drills; nobody of them real."""

from datetime import datetime, timedelta
from itertools import islice
from random import Random

from django.utils import timezone

from network.accounts.models import User
from network.home.services import begin_network
from network.mail.models import DigestTime
from working_groups.enums import MembershipState
from working_groups.models import ActionItem, Decision, GroupMembership, Meeting, Thread, WorkingGroup

GROUPS = 50
LANGUAGES = ("en", "ar", "fr")
ZONES = (
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Africa/Nairobi",
    "Africa/Cairo",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Pago_Pago",
)
BATCH = 2000
LONG = timedelta(days=300)


def make_world(people: int, *, now: datetime, seed: int = 1) -> None:
    """Make fifty groups with five meetings and eight pieces of news each, and people in one to five of them."""
    dice = Random(seed)  # noqa: S311 (no secret is made)
    if not WorkingGroup.objects.exists():
        begin_network(name="Measured network", base_url="http://127.0.0.1")
        _groups(now)
    groups = list(WorkingGroup.objects.values_list("pk", flat=True))
    first = User.objects.count()
    numbers = iter(range(first, first + people))
    while chunk := list(islice(numbers, BATCH)):
        made = User.objects.bulk_create(_person(number, now, dice) for number in chunk)
        GroupMembership.objects.bulk_create(
            GroupMembership(
                group_id=group,
                person=person,
                state=MembershipState.ACTIVE,
                requested_at=now - LONG,
                decided_at=now - LONG,
            )
            for person in made
            for group in dice.sample(groups, dice.randint(1, 5))
        )


def _person(number: int, now: datetime, dice: Random) -> User:
    return User(
        email=f"reader-{number:06}@interurban.example",
        password="!",  # noqa: S106 (none)
        name=f"Zoë Müller {number}",
        time_zone=dice.choice(ZONES),
        locale=dice.choice(LANGUAGES),
        joined_at=now - LONG,
    )


def _groups(now: datetime) -> None:
    """Make the groups, and let something have happened in each an hour ago and each day from now on."""
    for number in range(GROUPS):
        group = WorkingGroup.objects.create(
            name=f"Łódź and heat plans {number}",
            slug=f"group-{number}",
            summary="How cities keep cool.",
            created_at=now - LONG,
            changed_at=now - LONG,
        )
        meetings = Meeting.objects.bulk_create(
            Meeting(
                group=group,
                title=f"Working group on heat plans, session {session}",
                starts_at=now + timedelta(days=session, hours=3),
                ends_at=now + timedelta(days=session, hours=5),
                time_zone="Europe/Berlin",
                created_at=now - LONG,
                changed_at=now - LONG,
            )
            for session in range(1, 6)
        )
        happen(group, meetings[0], now - timedelta(hours=30))


def happen(group: WorkingGroup, meeting: Meeting, at: datetime) -> None:
    """Let four decisions be taken and four threads be opened in a group."""
    Decision.objects.bulk_create(
        Decision(meeting=meeting, group=group, text=f"We measure every district, part {n}.", decided_at=at)
        for n in range(4)
    )
    Thread.objects.bulk_create(
        Thread(
            group=group, title=f"How we cut losses, part {n}", opened_at=at, last_post_at=at, number_of_posts=1
        )
        for n in range(4)
    )


def empty_out() -> None:
    """Delete what another run has left, all but the groups."""
    for model in (ActionItem, DigestTime, GroupMembership):
        model.objects.all().delete()
    User.objects.filter(email__startswith="reader-", joined_at__lt=timezone.now()).delete()
