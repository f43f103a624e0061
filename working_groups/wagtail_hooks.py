"""What working groups add to the editors' area."""

from wagtail import hooks

from working_groups.exchanges.desk import ExchangeViewSet
from working_groups.viewsets import GroupViewSet, UnledGroupsItem


@hooks.register("register_admin_viewset")
def working_groups() -> GroupViewSet:
    """Return the list of all groups."""
    return GroupViewSet()


@hooks.register("register_admin_viewset")
def peer_exchanges() -> ExchangeViewSet:
    """Return the list and the board of all exchanges."""
    return ExchangeViewSet()


@hooks.register("construct_homepage_summary_items")
def count_unled_groups(request, items: list) -> None:
    """Add the groups that nobody runs."""
    items.append(UnledGroupsItem(request))
