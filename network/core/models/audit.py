"""What was done to roles, votes, affiliations and profiles, and by whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from network.core.querysets import AuditQuerySet


class AuditEntry(models.Model):
    """A change that must stay traceable. Nobody edits the log.

    It holds keys, kinds and states, never names, addresses or what somebody wrote. ``actor_key`` is the key of
    the person's account and no foreign key: an entry stays, pseudonymous, when the account is erased. It is
    empty where the portal acted by itself.
    """

    at = models.DateTimeField(_("when"))
    actor_key = models.BigIntegerField(_("who (account number)"), null=True, blank=True)
    action = models.CharField(_("what"), max_length=60)
    subject_type = models.CharField(_("to what"), max_length=60)
    subject_key = models.BigIntegerField(_("number"), null=True, blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("entry of the audit log")
        verbose_name_plural = _("audit log")
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_newest"),
            models.Index(fields=["subject_type", "subject_key"], name="audit_of_subject"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(action=""), name="audit_entry_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_type} {self.subject_key}"
