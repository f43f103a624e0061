"""What the portal has set up for staff already."""

from django.db import models


class StaffDefault(models.Model):
    """A permission, group or workflow that staff were given once; what administrators make of it stays."""

    key = models.CharField(max_length=200, unique=True)
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["key"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.key
