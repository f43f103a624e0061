"""The small world's discussion: the member writes, the other member runs the groups."""

from typing import Any

from tests.factories.discussion import PostFactory, ReportFactory, ThreadFactory


def add_discussion(world: Any) -> None:
    """Give the groups threads and posts, one of them hidden, two of them reported."""
    said, hidden = world.word("thread", "inside"), world.word("hidden post", "inside")
    things, member = world.things, world.people["member"]
    things["thread"] = thread = ThreadFactory(group=things["own group"], title=said, opened_by=member)
    things["closed thread"] = ThreadFactory(group=things["own group"], title=said, closed=True)
    things["secret thread"] = ThreadFactory(group=things["secret group"], title=said)
    things["post"] = PostFactory(thread=thread, author=member, text=said)
    things["hidden post"] = PostFactory(thread=thread, author=member, text=hidden, hidden=True)
    things["secret post"] = PostFactory(thread=things["secret thread"], author=member, text=said)
    reason = world.word("report of a post", "facilitators")
    things["post's report"] = ReportFactory(post=things["post"], reporter=world.people["former"], reason=reason)
    own = PostFactory(thread=thread, author=world.people["other_member"], text=said)
    things["own report"] = ReportFactory(
        post=own, reporter=member, reason=world.word("own report", "administrator")
    )
