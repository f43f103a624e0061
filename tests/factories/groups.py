"""Working groups and who is in them, for tests."""

import uuid
from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from cities.joining.invitations.tokens import token_of
from network.core.tokens import hash_of
from tests.factories.accounts import UserFactory
from tests.factories.cities import CityFactory
from working_groups.enums import Admission, GroupRole, MembershipState, Visibility
from working_groups.models import GroupInvitation, GroupMembership, Output, WorkingGroup


class GroupFactory(DjangoModelFactory):
    """A public group that people ask to join; traits say what else."""

    class Meta:
        model = WorkingGroup
        skip_postgeneration_save = True

    class Params:
        restricted = factory.Trait(visibility=Visibility.RESTRICTED)
        private = factory.Trait(visibility=Visibility.PRIVATE, admission=Admission.INVITATION)
        archived = factory.Trait(archived_at=factory.LazyFunction(timezone.now))

    name = factory.Sequence(lambda n: f"Soil that stays on site {n}")
    summary = "How cities keep soil and components in use when a works site changes hands."
    created_at = factory.LazyFunction(timezone.now)
    changed_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def themes(self, create, themes, **kwargs):
        """Be about ``themes``."""
        if themes:
            self.themes.set(themes)


class MembershipFactory(DjangoModelFactory):
    """Somebody of a member city who is in a group."""

    class Meta:
        model = GroupMembership

    class Params:
        facilitator = factory.Trait(role=GroupRole.FACILITATOR)
        requested = factory.Trait(state=MembershipState.REQUESTED, decided_at=None)
        ended = factory.Trait(state=MembershipState.ENDED, ended_at=factory.LazyFunction(timezone.now))

    group = factory.SubFactory(GroupFactory)
    person = factory.SubFactory(UserFactory)
    city = factory.SubFactory(CityFactory)
    state = MembershipState.ACTIVE
    requested_at = factory.LazyFunction(timezone.now)
    decided_at = factory.LazyFunction(timezone.now)


class OutputFactory(DjangoModelFactory):
    """A line of a workplan."""

    class Meta:
        model = Output

    group = factory.SubFactory(GroupFactory)
    title = "Checklist for soil"


class GroupInvitationFactory(DjangoModelFactory):
    """An open invitation to a group."""

    class Meta:
        model = GroupInvitation

    group = factory.SubFactory(GroupFactory)
    address = factory.Sequence(lambda n: f"invited{n}@city.example")
    seed = factory.LazyFunction(uuid.uuid4)
    token_hash = factory.LazyAttribute(lambda made: hash_of(token_of(made.seed)))
    invited_by = factory.SubFactory(UserFactory)
    sent_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))
