"""What following tells the registries of the portal when it starts."""

from cities.following.permissions import FOLLOW_RULES, THEME_RULES
from cities.models import Follow
from network.core.access import access
from network.core.models import Theme


def register_following() -> None:
    """Register who may follow what; what is new is told by whoever has it."""
    access.register(Theme, THEME_RULES)
    access.register(Follow, FOLLOW_RULES)
