"""Asks the index and reads what it found."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tantivy import DocAddress, Order, Query

from network.search.documents import Source, sources
from network.search.store import Reader

MOST_VALUES = 10_000  # of one filter, such as cities
RELEVANCE, NEWEST, TITLE = "relevance", "newest", "title"
ORDERS: dict[str, dict[str, Any]] = {
    RELEVANCE: {"weight_by_field": "recency"},
    NEWEST: {"order_by_field": "newest", "order": Order.Desc},
    TITLE: {"order_by_field": "title_order", "order": Order.Asc},
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found: its kind, key, and what its row shows."""

    kind: str
    object_id: int
    stored: Mapping[str, Any]
    passage: str

    @property
    def source(self) -> Source:
        """The source that the document came from."""
        return sources.of_kind(self.kind)


@dataclass(frozen=True, slots=True)
class Found:
    """How many documents there are, and those of the page that was asked for."""

    count: int
    hits: list[Hit]


def find(reader: Reader, query: Query, *, limit: int = 0, offset: int = 0, order: str = RELEVANCE) -> Found:
    """Return the number of documents that ``query`` finds and ``limit`` of them from ``offset`` on."""
    result = reader.searcher.search(query, max(1, limit), offset=offset, **ORDERS[order])
    places = [place for _score, place in result.hits[:limit]] if limit else []
    return Found(result.count, read_hits(reader, places))


def find_places(reader: Reader, query: Query, *, most: int, order: str) -> list[DocAddress] | None:
    """Return where all that ``query`` finds stands, in order; ``None`` where that is more than ``most``."""
    result = reader.searcher.search(query, most, **ORDERS[order])
    return [place for _score, place in result.hits] if result.count <= most else None


def read_hits(reader: Reader, places: Iterable[DocAddress]) -> list[Hit]:
    """Return what stands at ``places``."""
    return [_read(reader, place) for place in places]


def find_ids(reader: Reader, query: Query) -> list[int]:
    """Return the primary keys of everything that ``query`` finds, the best match first."""
    most = max(1, find(reader, query).count)
    hits = reader.searcher.search(query, most, count=False, **ORDERS[RELEVANCE]).hits
    return reader.searcher.fast_field_values("object_id", [place for _score, place in hits])


def _read(reader: Reader, place: DocAddress) -> Hit:
    document = reader.searcher.doc(place).to_dict()
    kind, (_prefix, _colon, object_id) = document["kind"][0], document["key"][0].partition(":")
    passage = bytes(document["passage"][0]).decode() if document.get("passage") else ""
    return Hit(kind, int(object_id), json.loads(bytes(document["stored"][0])), passage)


def count_values(reader: Reader, query: Query, names: Iterable[str]) -> dict[str, dict[str, int]]:
    """Return, for each of the filters ``names``, how many documents of ``query`` have each value."""
    wanted = {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in names}
    if not wanted:
        return {}
    counted = reader.searcher.aggregate(query, wanted)
    return {
        name: {bucket["key"]: bucket["doc_count"] for bucket in counted[name]["buckets"]} for name in wanted
    }


def still_open(hits: list[Hit], request: Any) -> list[Hit]:
    """Return the hits that everybody may see at this moment: a page may have been closed a second ago."""
    by_prefix: dict[str, list[Hit]] = {}
    for hit in hits:
        by_prefix.setdefault(hit.source.prefix, []).append(hit)
    opened = set()
    for prefix, some in by_prefix.items():
        ids = some[0].source.open_ids([hit.object_id for hit in some], request)
        opened |= {(prefix, pk) for pk in ids}
    return [hit for hit in hits if (hit.source.prefix, hit.object_id) in opened]
