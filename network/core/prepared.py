"""Queries that nearly every request makes, with a text that is made once.

Django puts the text of a query together each time it is asked, which takes several times as long as the
database takes to find a handful of rows.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet


class Prepared:
    """A query for values, some of whose rows may be chosen by primary keys.

    ``queryset`` returns the query for a list of keys: a ``values_list()`` of what databases hand out ready,
    such as texts and numbers. It may depend on nothing else.
    """

    def __init__(self, queryset: Callable[[list[int]], QuerySet]) -> None:
        self._queryset = queryset
        self._made: dict[int, tuple[str, list[Any]]] = {}  # by the number of keys

    def rows(self, ids: Sequence[int] = ()) -> list[tuple]:
        """Return the rows as the database has them now."""
        if len(ids) not in self._made:
            self._made[len(ids)] = self._text(len(ids))
        text, parameters = self._made[len(ids)]
        with connection.cursor() as cursor:
            cursor.execute(text, [ids[one.place] if isinstance(one, _Key) else one for one in parameters])
            return cursor.fetchall()

    def _text(self, number: int) -> tuple[str, list[Any]]:
        """Return the query for so many keys: its text, and its parameters with a place for each key."""
        marks = {-1 - place: _Key(place) for place in range(number)}
        compiler = self._queryset(list(marks)).query.get_compiler(connection=connection)
        text, parameters = compiler.as_sql()
        columns = [column for column, _sql, _alias in compiler.select]
        if compiler.get_converters(columns):
            raise TypeError("Values that Django converts cannot be read by a prepared query.")
        return text, [marks.get(one, one) for one in parameters]


class _Key:
    """Stands for the key at a place of the list."""

    def __init__(self, place: int) -> None:
        self.place = place
