"""What those who want to hear at once are told of: services that change a group's papers or talk say it."""

from datetime import datetime

from network.mail.digests.plan import news

GROUP = "group"  # the list of what is new in groups


def tell_at_once(group: int | None, *, now: datetime) -> None:
    """Note, in the transaction of the change, that there is something to hear of the group with this key."""
    if group is not None:
        news(mail_list=GROUP, of=group, now=now)
