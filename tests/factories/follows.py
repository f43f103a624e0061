"""What people follow."""

from datetime import UTC, datetime

from factory import SubFactory
from factory.django import DjangoModelFactory

from cities.models import Follow
from tests.factories.accounts import UserFactory


class FollowFactory(DjangoModelFactory):
    """A person follows a ``theme`` or a ``city`` since long ago."""

    class Meta:
        model = Follow

    person = SubFactory(UserFactory)
    followed_at = datetime(2024, 1, 8, 9, 0, tzinfo=UTC)
