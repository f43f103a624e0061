"""What the portal holds of people: each app says what, why, for how long, who sees it and what erasure does.

The privacy page, the export of one's own data, erasure and the daily clearing all read this one list, and a
test goes through every model and asks for those that are not on it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

Words = str | Promise

BATCH = 500  # rows that are deleted in one transaction


@dataclass(frozen=True, slots=True)
class Retention:
    """How long rows are kept once they are of no use: ``outdated(before)`` are those that go."""

    period: timedelta
    since: Words
    outdated: Callable[[datetime], QuerySet]
    delete: Callable[[QuerySet], Any] = QuerySet.delete


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Where a person takes her consent back (the name of the address), and whether she has given it."""

    address: str
    stands: Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Holding:
    """A kind of personal data."""

    key: str
    title: Words
    why: Words
    seen_by: Words
    at_erasure: Words
    models: tuple[str, ...]  # as app.model: what this answers for
    stays: bool = False  # without her, when she is erased
    kept: Words = ""  # where no retention says it
    rows: Callable[[Any], Iterable[Model]] | None = None  # those of a person
    columns: tuple[str, ...] = ()  # what of them she is given
    withdrawal: Withdrawal | None = None  # where it is shown because she has agreed
    describe: Callable[[Any], dict[str, Any]] | None = None  # the same, where no column says it
    erase: Callable[[Any], None] | None = None  # what does not go with her account
    retention: Retention | None = None
    order: int = 50

    def of(self, person: Any) -> list[dict[str, Any]]:
        """Return what is held of ``person``, each row by the labels of its columns."""
        describe = self.describe or (lambda row: columns_of(row, self.columns))
        rows = self.rows(person) if self.rows else ()
        return [{label: _plain(value) for label, value in describe(row).items()} for row in rows]


@dataclass(slots=True)
class PersonalData:
    """What is held, in the order in which people read it."""

    _holdings: dict[str, Holding] = field(default_factory=dict)
    _farewells: list[Callable[..., Any]] = field(default_factory=list)

    def register(self, *holdings: Holding) -> None:
        """Add to the list; the same key again takes the place of the first."""
        self._holdings.update({holding.key: holding for holding in holdings})

    def all(self) -> list[Holding]:
        """Return everything that is held."""
        return sorted(self._holdings.values(), key=lambda holding: holding.order)

    def on_erasure(self, say: Callable[..., Any]) -> None:
        """Have ``say(address=, language=, account=, asked_herself=, now=)`` called once somebody is erased."""
        self._farewells.append(say)

    def say_farewell(self, **told: Any) -> None:
        """Tell somebody at the address that was hers that she is erased; in the transaction that erases her."""
        for say in self._farewells:
            say(**told)


personal_data = PersonalData()


def columns_of(row: Model, columns: tuple[str, ...]) -> dict[str, Any]:
    """Return the columns of a row by their labels."""
    described = {}
    for name in columns:
        value = getattr(row, name)
        shown = getattr(row, f"get_{name}_display", None)
        if shown is not None:
            value = shown()
        elif hasattr(value, "all"):
            value = [str(one) for one in value.all()]
        label = str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        described[label] = value
    return described


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it."""
    if value is None or isinstance(value, bool | int | float | list | dict):
        return value
    return value.isoformat() if isinstance(value, datetime) else str(value)


def apply_retention(*, now: datetime, dry_run: bool = False) -> dict[str, int]:
    """Delete what is past its time, or with ``dry_run`` only count it; return the numbers by the holding's key.

    By the ORM, so that what hangs on a row goes with it. Safe to repeat, and to be interrupted.
    """
    counts = {}
    for holding in personal_data.all():
        if holding.retention is None:
            continue
        rows = holding.retention.outdated(now - holding.retention.period)
        counts[holding.key] = rows.count() if dry_run else _delete_in_batches(rows, holding.retention.delete)
    return counts


def _delete_in_batches(rows: QuerySet, delete: Callable[[QuerySet], Any]) -> int:
    """Delete ``rows`` and return how many they were; each batch commits for itself, so that nobody waits long.

    A batch asks again whether its rows are outdated: one that was taken up meanwhile stays.
    """
    number, last = 0, None
    while True:
        left = rows.order_by("pk") if last is None else rows.order_by("pk").filter(pk__gt=last)
        keys = list(left.values_list("pk", flat=True)[:BATCH])
        if not keys:
            return number
        delete(rows.filter(pk__in=keys))
        number, last = number + len(keys), keys[-1]
