"""The models of working groups, re-exported by name."""

from working_groups.models.group import Output, WorkingGroup
from working_groups.models.membership import GroupInvitation, GroupMembership

__all__ = ["GroupInvitation", "GroupMembership", "Output", "WorkingGroup"]
