"""Writing to the audit log."""

from datetime import datetime
from typing import Any

from django.db.models import Model

from network.core.models import AuditEntry


def record(*, action: str, subject: Model, actor: Any, now: datetime, **details: Any) -> AuditEntry:
    """Write one entry, in the caller's transaction, and return it.

    ``action`` is a noun and what happened to it, such as ``affiliation.approved``. ``actor`` is a person, or
    ``None`` where the portal acted by itself. ``details`` hold keys and states only: no names, no addresses.
    """
    return AuditEntry.objects.create(
        at=now,
        actor_key=actor.pk if actor else None,
        action=action,
        subject_type=subject._meta.label_lower,
        subject_key=subject.pk,
        details=details,
    )
