"""The record of what the index has to look at again."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.search.enums import Scope


class IndexChange(models.Model):
    """A note, written in the transaction of a change, that the index is behind the database.

    The primary key is the sequence. Each machine's follower applies the notes in its own time and remembers, in
    its index, how far it came; the notes are kept for a week.
    """

    label = models.CharField(_("what"), max_length=60, help_text=_("The model, such as cities.city."))
    object_id = models.CharField(_("which"), max_length=40)
    scope = models.CharField(_("how far it reaches"), max_length=8, choices=Scope, default=Scope.OBJECT)
    created_at = models.DateTimeField(_("noted"), default=timezone.now, db_index=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("index change")
        verbose_name_plural = _("index changes")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scope__in=Scope.values), name="index_change_scope_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.object_id} ({self.scope})"
