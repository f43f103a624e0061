"""What a note about a change covers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """How far a change reaches."""

    OBJECT = "object", _("The object itself")
    SUBTREE = "subtree", _("A page and all below it")
    RELATED = "related", _("Everything that shows the object")
