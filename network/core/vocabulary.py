"""Loads the vocabularies that every network shares from ``network/core/data/`` (sources in its README)."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db import models, transaction

from network.core.models import Country, DemoRecord, Region, SdgGoal, SdgTarget, Theme, ThemeAlias
from network.core.registry import vocabularies

DATA = Path(__file__).parent / "data"


def read_rows(file: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file by its header."""
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def add_missing(model: type[models.Model], key: str, rows: Iterable[models.Model]) -> None:
    """Insert the ``rows`` whose ``key`` is not in the table yet, at once; leave those that are there alone."""
    there = set(model.objects.values_list(key, flat=True))
    missing = [row for row in rows if getattr(row, key) not in there]
    model.objects.bulk_create(missing)


def add_missing_once(model: type[models.Model], key: str, rows: Iterable[models.Model]) -> None:
    """Insert the ``rows`` that were never loaded before: what staff renamed or deleted does not come back."""
    prefix = f"vocabulary:{model._meta.label_lower}:"
    loaded = set(DemoRecord.objects.filter(key__startswith=prefix).values_list("key", flat=True))
    new = [row for row in rows if prefix + getattr(row, key) not in loaded]
    # A unique name that staff gave to a row of their own meanwhile is theirs.
    model.objects.bulk_create(new, ignore_conflicts=True)
    DemoRecord.objects.bulk_create(DemoRecord(key=prefix + getattr(row, key)) for row in new)


@transaction.atomic
def load_vocabularies() -> None:
    """Add themes, regions, countries and goals that are not there yet; never change what staff edited."""
    _load_regions()
    _load_goals()
    _load_themes()
    vocabularies.load()


def _load_regions() -> None:
    paths: dict[str, str] = {"": ""}
    regions = []
    for row in read_rows(DATA / "regions.csv"):
        paths[row["code"]] = f"{paths[row['parent']]}{row['code']}."
        regions.append(
            Region(
                code=row["code"],
                name=row["name"],
                slug=row["slug"],
                parent_id=row["parent"] or None,
                path=paths[row["code"]],
                position=int(row["position"]) if row["position"] else None,
            )
        )
    add_missing(Region, "code", regions)
    countries = (
        Country(iso2=row["iso2"], name=row["name"], region_id=row["region"])
        for row in read_rows(DATA / "countries.csv")
    )
    add_missing(Country, "iso2", countries)


def _load_goals() -> None:
    goals = (SdgGoal(number=int(row["number"]), name=row["name"]) for row in read_rows(DATA / "sdg_goals.csv"))
    add_missing(SdgGoal, "number", goals)
    targets = (
        SdgTarget(code=row["code"], goal_id=int(row["goal"]), name=row["name"], position=int(row["position"]))
        for row in read_rows(DATA / "sdg_targets.csv")
    )
    add_missing(SdgTarget, "code", targets)


def _load_themes() -> None:
    """Add themes, the broader before the narrower, then the names that networks give them."""
    rows = list(read_rows(DATA / "themes.csv"))
    for narrower in (False, True):
        level = [(place, row) for place, row in enumerate(rows, start=1) if bool(row["broader"]) is narrower]
        known = dict(Theme.objects.values_list("slug", "pk"))
        themes = (
            Theme(
                name=row["name"],
                slug=row["slug"],
                broader_id=known.get(row["broader"]),
                description=row["description"],
                tone=int(row["tone"]),
                hatch=row["hatch"],
                position=place * 10,
            )
            for place, row in level
        )
        add_missing_once(Theme, "slug", themes)
    known = dict(Theme.objects.values_list("slug", "pk"))
    aliases = (
        ThemeAlias(name=row["name"], theme_id=known[row["theme"]], scheme=row["scheme"])
        for row in read_rows(DATA / "theme_aliases.csv")
        if row["theme"] in known
    )
    add_missing_once(ThemeAlias, "name", aliases)
