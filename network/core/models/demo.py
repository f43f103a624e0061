"""What the demo network has loaded already."""

from django.db import models


class DemoRecord(models.Model):
    """A row of the demo data that was loaded once; it is never loaded again, edited or deleted meanwhile."""

    key = models.CharField(max_length=200, unique=True)
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key
