"""What discussions tell the registries of the portal when it starts."""

from network.core.access import access
from network.core.personal_data import personal_data
from network.core.waiting import waiting
from working_groups import models
from working_groups.discussion import permissions
from working_groups.discussion.holdings import HOLDINGS
from working_groups.discussion.notices import register_notices
from working_groups.discussion.waiting import gather


def register_discussion() -> None:
    """Register rules, personal data and mails."""
    access.register(models.Thread, permissions.THREAD_RULES)
    access.register(models.Post, permissions.POST_RULES)
    access.register(models.PostReport, permissions.REPORT_RULES)
    personal_data.register(*HOLDINGS)
    waiting.register(gather)
    register_notices()
