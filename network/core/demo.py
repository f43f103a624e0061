"""Loading the demo network so that running it again changes nothing that people did meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from network.core.models import DemoRecord


@contextmanager
def once(key: str) -> Iterator[bool]:
    """Yield whether the row ``key`` has still to be loaded, and remember it when the block succeeds.

    The block and the memory share a transaction. Use it as ``with once("city:essen") as new: if new: …``.
    """
    with transaction.atomic():
        _record, created = DemoRecord.objects.get_or_create(key=key)
        yield created
