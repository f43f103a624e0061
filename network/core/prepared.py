"""Queries that nearly every request makes, with a text that is made once.

Django puts the text of a query together each time it is asked, which takes several times as long as the
database takes to find a handful of rows.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Keys = Sequence[Any]  # primary keys, or whatever else the rows are chosen by
FIRST_MARK = -1_000_000_000  # what stands for a key while the text is made: nothing else is so small


class PreparedRows:
    """A query for values, some of whose rows may be chosen by keys.

    ``queryset`` returns the query for a list of keys: a ``values_list()`` of what databases hand out ready,
    such as texts and numbers. It may depend on nothing else.
    """

    def __init__(self, queryset: Callable[[list], QuerySet]) -> None:
        self._queryset = queryset
        self._made: dict[int, tuple[str, list[Any]]] = {}  # by the number of keys

    def rows(self, keys: Keys = ()) -> list:
        """Return the rows as the database has them now."""
        if len(keys) not in self._made:
            self._made[len(keys)] = self._text(len(keys))
        text, parameters = self._made[len(keys)]
        with connection.cursor() as cursor:
            cursor.execute(text, [keys[one.place] if isinstance(one, _Key) else one for one in parameters])
            return cursor.fetchall()

    def _text(self, number: int) -> tuple[str, list[Any]]:
        """Return the query for so many keys: its text, and its parameters with a place for each key."""
        marks = [FIRST_MARK + place for place in range(number)]
        queryset = self._queryset(marks)
        compiler = queryset.query.get_compiler(connection=connection)
        text, parameters = compiler.as_sql()
        self._compiled(queryset, compiler)
        # A mark is a number, or its text where the keys are texts.
        places = {str(mark): _Key(place) for place, mark in enumerate(marks)}
        return text, [places.get(str(one), one) for one in parameters]

    def _compiled(self, queryset: QuerySet, compiler: SQLCompiler) -> None:
        """Refuse what cannot be read so."""
        if compiler.get_converters([column for column, _sql, _alias in compiler.select]):
            raise TypeError("Values that Django converts cannot be read by a prepared query.")


class PreparedObjects(PreparedRows):
    """A query for whole objects of one model."""

    _model: type[Model]
    _names: list[str]
    _converters: dict[int, Any]

    def rows(self, keys: Keys = ()) -> list:
        """Return the objects as the database has them now."""
        rows = super().rows(keys)
        converted = []
        for values in map(list, rows):
            for place, (converters, column) in self._converters.items():
                for convert in converters:
                    values[place] = convert(values[place], column, connection)
            converted.append(self._model.from_db(DEFAULT_DB_ALIAS, self._names, values))
        return converted

    def _compiled(self, queryset: QuerySet, compiler: SQLCompiler) -> None:
        """Remember how objects are made of the values."""
        columns = [column for column, _sql, _alias in compiler.select]
        self._model = queryset.model
        self._names = [column.target.attname for column in columns]
        self._converters = compiler.get_converters(columns)


class _Key:
    """Stands for the key at a place of the list."""

    def __init__(self, place: int) -> None:
        self.place = place
