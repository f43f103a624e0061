"""What takes a file from the disk once nothing in the database names it any more.

A signal, since versions go with their document and documents with their group.
"""

from django.db import transaction
from django.db.models.signals import post_delete

from working_groups.models import GroupFile


def on_delete(instance: GroupFile, **kwargs) -> None:
    """Take the file from the disk once the transaction around has committed."""
    storage, name = instance.file.storage, instance.file.name
    transaction.on_commit(lambda: storage.delete(name))


def connect() -> None:
    """Listen. Called once, when the app is ready."""
    post_delete.connect(on_delete, sender=GroupFile, dispatch_uid="group-file-deleted")
