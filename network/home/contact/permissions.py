"""Who may do what with enquiries."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


class QueuePolicy(ModelPermissionPolicy):
    """Enquiries come in by the forms: staff answer, assign and delete them, and add none."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Return what the person's groups allow, but never adding."""
        return action != "add" and super().user_has_permission(user, action)
