"""What is like something, and what is newest about something: short lists on other pages."""

from collections.abc import Sequence
from typing import Any

from tantivy import Occur, Query

from network.core.entries import Entry
from network.search.documents import sources
from network.search.listing import ListSpec
from network.search.queries import Narrowing, Question
from network.search.results import NEWEST, Hit, find, still_open
from network.search.store import open_reader

SHARED_CITY, SHARED_MAIN_THEME, SHARED_THEME = 2.0, 1.0, 0.01
SHOWN = 4


def entries_of(hits: list[Hit], request: Any) -> list[Entry]:
    """Return hits that everybody may see at this moment as rows."""
    return [hit.source.entry(hit.stored) for hit in still_open(hits, request)]


def related_entries(
    *, kind: str, object_id: int, themes: Sequence[str], cities: Sequence[str], request: Any
) -> list[Entry]:
    """Return a few others of the kind that share a city or a theme (slugs, the main theme first).

    A shared city counts twice as much as the main theme; of equals, the newest come first. Without an index
    there are none.
    """
    reader = open_reader()
    if reader is None or not (themes or cities):
        return []

    def sharing(name: str, values: Sequence[str], weight: float) -> tuple[Occur, Query]:
        shared = Query.term_set_query(reader.schema, name, list(values))
        return Occur.Should, Query.const_score_query(shared, weight)

    alike = Query.boolean_query(
        [
            sharing("city", cities, SHARED_CITY),
            sharing("theme", themes[:1], SHARED_MAIN_THEME),
            sharing("theme", themes, SHARED_THEME),
        ]
    )
    itself = Query.term_query(reader.schema, "key", sources.of_kind(kind).key(object_id))
    query = Query.boolean_query(
        [(Occur.Must, Narrowing((kind,)).as_query(reader)), (Occur.Must, alike), (Occur.MustNot, itself)]
    )
    return entries_of(find(reader, query, limit=SHOWN).hits, request)


def newest_about(spec: ListSpec, theme: Any, request: Any, *, limit: int = SHOWN) -> tuple[int, list[Entry]]:
    """Return how many things a list has about a theme or a narrower one, and the newest few of them."""
    reader = open_reader()
    if reader is None:
        rows = spec.from_database(request, Question()).about(theme)
        return rows.count(), [spec.as_entry(row) for row in rows[:limit]]
    query = Narrowing(spec.kinds, chosen={"theme": [theme.slug]}).as_query(reader)
    found = find(reader, query, limit=limit, order=NEWEST)
    return found.count, entries_of(found.hits, request)
