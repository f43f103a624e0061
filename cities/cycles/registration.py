"""What challenge cycles tell the registries of the portal when it starts."""

from wagtail.permissions import register_permission_policy

from cities import models
from cities.cycles import permissions, tasks  # noqa: F401 – tasks register themselves
from cities.cycles.notices import register_notices
from cities.cycles.pages import cycle_panels
from network.core.access import access
from network.core.registry import panels


def register_cycles() -> None:
    """Register rules, mails and tasks, and what the page of a challenge shows."""
    access.register(models.Ballot, permissions.BALLOT_RULES)
    access.register(models.ChallengeCycle, permissions.CYCLE_RULES)
    access.register(models.CycleEntry, permissions.ENTRY_RULES)
    register_permission_policy(models.ChallengeCycle, permissions.CyclePolicy(models.ChallengeCycle))
    panels.register(models.Challenge, cycle_panels)
    register_notices()
