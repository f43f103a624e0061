"""In which groups a person is, and which she runs: read once for each instance of her."""

from dataclasses import dataclass
from typing import Any

from working_groups.enums import GroupRole, MembershipState


@dataclass(frozen=True, slots=True)
class Groups:
    """The keys of the groups that a person is in, and of those that she runs."""

    member: frozenset[int] = frozenset()
    facilitated: frozenset[int] = frozenset()


NO_GROUPS = Groups()


def groups_of(person: Any) -> Groups:
    """Return the groups of ``person``; a stranger, and a person whose account is switched off, has none."""
    if not person.is_authenticated or not person.is_active:
        return NO_GROUPS
    if not hasattr(person, "_groups_of_work"):
        rows = person.group_memberships.filter(state=MembershipState.ACTIVE).order_by()
        found = list(rows.values_list("group", "role"))
        person._groups_of_work = Groups(
            member=frozenset(group for group, _role in found),
            facilitated=frozenset(group for group, role in found if role == GroupRole.FACILITATOR),
        )
    return person._groups_of_work


def forget_groups(person: Any) -> None:
    """Have the groups of ``person`` read anew: for what changes them and goes on in the same request."""
    if hasattr(person, "_groups_of_work"):
        del person._groups_of_work


def administers_groups(person: Any) -> bool:
    """Return whether ``person`` may look into every group: administrators, who leave a trace of it."""
    return person.has_perm("working_groups.change_workinggroup")


def keeps_meetings(person: Any) -> bool:
    """Return whether ``person`` calls the meetings of the whole network: the secretariat does."""
    return person.has_perm("working_groups.add_meeting")
