"""Which documents and images an object uses, as Wagtail's reference index knows it."""

from typing import Any

from wagtail.models import ReferenceIndex


class NotesReferences:
    """For an object whose rows use documents: what a saved object no longer uses is noted at once.

    Wagtail looks when the object itself is saved, which is before the rows that were taken off it are removed:
    a document taken off would stay open to readers. Stands first among the bases.
    """

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the object with its rows, and then look which documents it uses."""
        super().save(*args, **kwargs)  # type: ignore[misc]
        if kwargs.get("update_fields") is None:
            ReferenceIndex.create_or_update_for_object(self)
