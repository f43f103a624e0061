"""Reads of the audit log, as chainable methods."""

from datetime import datetime

from django.db import models


class AuditQuerySet(models.QuerySet):
    """Entries of the audit log."""

    def of(self, subject: models.Model) -> "AuditQuerySet":
        """Return the entries about one object."""
        return self.filter(subject_type=subject._meta.label_lower, subject_key=subject.pk)

    def older_than(self, moment: datetime) -> "AuditQuerySet":
        """Return the entries from before ``moment``."""
        return self.filter(at__lt=moment)
