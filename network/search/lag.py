"""How far this machine's index is behind the database."""

from django.utils import timezone

from network.search.follower import read_state
from network.search.models import IndexChange
from network.search.store import open_reader


def index_lag() -> float | None:
    """Return for how many seconds the oldest unapplied change has waited; ``None`` where there is no index."""
    reader = open_reader()
    if reader is None:
        return None
    state = read_state(reader.index, reader.searcher)
    waiting = IndexChange.objects.filter(pk__gt=state["position"]).exclude(pk__in=state["ahead"])
    oldest = waiting.order_by("pk").values_list("created_at", flat=True).first()
    return round(max(0.0, (timezone.now() - oldest).total_seconds()), 1) if oldest else 0.0
