"""Who may look at what the portal alone writes."""

from collections.abc import Iterable
from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


class ReadOnlyPolicy(ModelPermissionPolicy):
    """The portal alone writes a record; administrators, and groups that may, read it."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Return what the person's groups allow, but nothing except viewing."""
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        """Return whether viewing is among the actions, and allowed."""
        return "view" in actions and self.user_has_permission(user, "view")
