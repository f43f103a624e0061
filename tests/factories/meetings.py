"""Meetings and who comes, for tests."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory
from working_groups.enums import Answer, Audience, MeetingKind
from working_groups.models import ActionItem, Decision, Meeting, Rsvp


class MeetingFactory(DjangoModelFactory):
    """An online meeting of a group in a week; traits say what else."""

    class Meta:
        model = Meeting

    class Params:
        network = factory.Trait(group=None, audience=Audience.NETWORK)
        open = factory.Trait(group=None, audience=Audience.EVERYBODY)
        in_room = factory.Trait(kind=MeetingKind.ROOM, place="Hall 4, Essen")
        held = factory.Trait(starts_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=7)))
        cancelled = factory.Trait(cancelled_at=factory.LazyFunction(timezone.now))

    group = factory.SubFactory(GroupFactory)
    title = factory.Sequence(lambda n: f"What two halls cost {n}")
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
    ends_at = factory.LazyAttribute(lambda made: made.starts_at + timedelta(minutes=90))
    time_zone = "Europe/Berlin"
    created_at = factory.LazyFunction(timezone.now)
    changed_at = factory.LazyFunction(timezone.now)


class RsvpFactory(DjangoModelFactory):
    """Somebody who comes."""

    class Meta:
        model = Rsvp

    class Params:
        waiting = factory.Trait(is_waiting=True)
        declined = factory.Trait(answer=Answer.NO, queued_at=None)

    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory(UserFactory)
    answer = Answer.YES
    queued_at = factory.LazyFunction(timezone.now)
    answered_at = factory.LazyFunction(timezone.now)


class DecisionFactory(DjangoModelFactory):
    """What a meeting has decided."""

    class Meta:
        model = Decision

    meeting = factory.SubFactory(MeetingFactory)
    group = factory.SelfAttribute("meeting.group")
    text = "Every case study lists who paid for the first empty year."
    decided_at = factory.LazyFunction(timezone.now)


class ActionFactory(DjangoModelFactory):
    """Something that somebody has taken on."""

    class Meta:
        model = ActionItem

    group = factory.SubFactory(GroupFactory)
    text = "Ask the tenants"
    created_at = factory.LazyFunction(timezone.now)
