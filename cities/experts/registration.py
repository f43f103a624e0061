"""What the portal is told of experts when it starts."""

from cities.experts.documents import ExpertSource
from cities.experts.notices import register_notices
from cities.models import ExpertProfile
from cities.permissions import EXPERT_RULES
from network.core.access import access
from network.search.documents import sources


def register_experts() -> None:
    """Register the access rules, the mail and the search documents."""
    access.register(ExpertProfile, EXPERT_RULES)
    register_notices()
    sources.register(ExpertSource())
