"""What challenges tell the registries of the portal when it starts."""

from wagtail.permissions import register_permission_policy

from cities import models
from cities.challenges import permissions
from cities.challenges.city_panels import gather_city_panels
from cities.challenges.documents import ChallengeSource
from cities.challenges.notices import register_notices
from network.core.access import access
from network.core.registry import panels
from network.search.documents import sources


def register_challenges() -> None:
    """Register rules, the search document and what other pages show."""
    access.register(models.Challenge, permissions.CHALLENGE_RULES)
    access.register(models.CoSignature, permissions.CO_SIGNATURE_RULES)
    access.register(models.ChallengeComment, permissions.COMMENT_RULES)
    access.register(models.SupportOffer, permissions.OFFER_RULES)
    register_permission_policy(models.Challenge, permissions.ChallengePolicy(models.Challenge))
    panels.register(models.City, gather_city_panels)
    sources.register(ChallengeSource())
    register_notices()
