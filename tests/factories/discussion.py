"""Threads and posts for tests."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory
from working_groups.models import Post, PostReport, Thread


class ThreadFactory(DjangoModelFactory):
    """An open thread in which nothing is said yet."""

    class Meta:
        model = Thread

    class Params:
        closed = factory.Trait(closed_at=factory.LazyFunction(timezone.now))

    group = factory.SubFactory(GroupFactory)
    title = factory.Sequence(lambda n: f"Who signs for the soil {n}")
    opened_by = factory.SubFactory(UserFactory)
    opened_at = factory.LazyFunction(timezone.now)
    last_post_at = factory.LazyFunction(timezone.now)


class PostFactory(DjangoModelFactory):
    """A post that everybody inside reads; traits say what else."""

    class Meta:
        model = Post

    class Params:
        hidden = factory.Trait(hidden_at=factory.LazyFunction(timezone.now), hidden_reason="Names a tenant.")
        taken_back = factory.Trait(text="", taken_back_at=factory.LazyFunction(timezone.now))

    thread = factory.SubFactory(ThreadFactory)
    author = factory.SubFactory(UserFactory)
    text = "In our city the mine inspector signs."
    posted_at = factory.LazyFunction(timezone.now)


class ReportFactory(DjangoModelFactory):
    """An open report of a post."""

    class Meta:
        model = PostReport

    post = factory.SubFactory(PostFactory)
    reporter = factory.SubFactory(UserFactory)
    reason = "It names a tenant."
    reported_at = factory.LazyFunction(timezone.now)
