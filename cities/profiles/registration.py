"""What publishing a profile leaves in the audit log.

A signal, for Wagtail publishes: by a moderator's approval, from the editors' area, or at a time that was set.
"""

from typing import Any

from django.utils import timezone
from wagtail.signals import published

from cities.models import City, Partner
from network.core.audit import record


def note_publication(sender: Any, instance: Any, revision: Any, **_kwargs: Any) -> None:
    """Note that a draft is what readers see now, and whose it was."""
    author = revision.user_id if revision else None
    record(action="profile.published", subject=instance, actor=None, now=timezone.now(), drafted_by=author)


def register_profiles() -> None:
    """Listen. Called once, when the app is ready."""
    for model in (City, Partner):
        published.connect(note_publication, sender=model, dispatch_uid=f"profile-published-{model.__name__}")
