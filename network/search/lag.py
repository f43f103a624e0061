"""How far this machine's index is behind the database."""

from django.utils import timezone

from network.search.follower import read_position
from network.search.models import IndexChange
from network.search.store import open_reader


def index_lag() -> float | None:
    """Return for how many seconds the oldest unapplied change has waited; ``None`` where there is no index."""
    reader = open_reader()
    if reader is None:
        return None
    position = read_position(reader.index, reader.searcher)
    waiting = IndexChange.objects.filter(pk__gt=position).order_by("pk").values_list("created_at", flat=True)
    oldest = waiting.first()
    return round(max(0.0, (timezone.now() - oldest).total_seconds()), 1) if oldest else 0.0
