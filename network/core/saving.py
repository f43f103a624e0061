"""Saving with all that hangs on it, or not at all."""

from django.db import models, transaction


class SavedAtOnce(models.Model):
    """A model whose rows of children and what signals note stand in one transaction with its own row.

    Django sends ``post_save`` after its own transaction has ended: what a listener then writes could be lost.
    """

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Save in one transaction."""
        with transaction.atomic():
            return super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Delete in one transaction."""
        with transaction.atomic():
            return super().delete(*args, **kwargs)
