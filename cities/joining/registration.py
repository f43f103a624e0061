"""What joining tells the rest of the portal when it starts."""

from django.contrib.auth import get_user_model
from wagtail.permissions import register_permission_policy

from cities.joining import notices, panels, signals
from cities.joining.interests import notices as interest_notices
from cities.joining.invitations import notices as invitation_notices
from cities.models import Affiliation, Interest, Invitation
from cities.permissions import KEPT_RULES
from network.core.access import access
from network.core.permissions import ReadOnlyPolicy
from network.core.registry import panels as page_panels


def register_joining() -> None:
    """Register rules, mails, the panel of the account page, and what follows a verified address."""
    for model in (Interest, Invitation):
        access.register(model, KEPT_RULES)
    for model in (Affiliation, Interest, Invitation):
        register_permission_policy(model, ReadOnlyPolicy(model))
    for module in (notices, interest_notices, invitation_notices):
        module.register_notices()
    page_panels.register(get_user_model(), panels.gather_affiliations)
    signals.connect()
