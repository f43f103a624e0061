"""What joining tells the rest of the portal when it starts."""

from django.contrib.auth import get_user_model

from cities.joining import notices, panels, signals
from network.core.registry import panels as page_panels


def register_joining() -> None:
    """Register mails, the panel of the account page, and what follows a verified address."""
    notices.register_notices()
    page_panels.register(get_user_model(), panels.gather_affiliations)
    signals.connect()
