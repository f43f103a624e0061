"""Reads of the audit log, as chainable methods."""

from django.db import models


class AuditQuerySet(models.QuerySet):
    """Entries of the audit log."""

    def of(self, subject: models.Model) -> "AuditQuerySet":
        """Return the entries about one object."""
        return self.filter(subject_type=subject._meta.label_lower, subject_key=subject.pk)
