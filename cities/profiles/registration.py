"""What publishing a profile leaves in the audit log.

A signal, for Wagtail publishes: by a moderator's approval, from the editors' area, or at a time that was set.
"""

from typing import Any

from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.signals import published

from cities.models import City, Partner
from network.core.audit import record


def note_publication(sender: Any, instance: Any, revision: Any, **_kwargs: Any) -> None:
    """Note that a draft is what readers see now, who published it, and whose it was.

    Nobody is named where its time had come: the portal published it by itself. Wagtail also tells of a first
    state that was given such a time and is not shown yet.
    """
    if not instance.live:
        return
    actor, author = get_active_log_context().user, revision.user_id if revision else None
    record(action="profile.published", subject=instance, actor=actor, now=timezone.now(), drafted_by=author)


def register_profiles() -> None:
    """Listen. Called once, when the app is ready."""
    for model in (City, Partner):
        published.connect(note_publication, sender=model, dispatch_uid=f"profile-published-{model.__name__}")
