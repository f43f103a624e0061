"""Loads the demo's working groups with those of the demo users who are there."""

import tomllib
import uuid
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from cities.demo.load import find_city
from cities.models import Affiliation
from network.accounts.models import User
from network.core.demo import once
from network.core.models import Theme
from working_groups.enums import GroupRole
from working_groups.groups.services import save_output
from working_groups.members.services import join_group, seat_person
from working_groups.models import WorkingGroup

FILE = Path(__file__).parent / "groups.toml"
MONTH = timedelta(days=30)


def load(*, now: datetime) -> dict[str, int]:
    """Load the groups, their workplans and their people, once; return how many groups were new."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["group"]
    return {"working groups": sum(_load_group(row, now) for row in rows)}


def _load_group(row: dict[str, Any], now: datetime) -> bool:
    with once(f"group:{row['slug']}") as new:
        people = [person_of(name) for name, _city, _role in row["members"]]
        if not new or not all(people) or WorkingGroup.objects.filter(slug=row["slug"]).exists():
            return False
        names = ("slug", "name", "summary", "aim", "rhythm", "visibility", "admission", "description")
        group = WorkingGroup.objects.create(
            **{name: row[name] for name in names},
            aim_by=_first_of_month(now + row["months"] * MONTH),
            lead_city=find_city(row["lead"]),
            created_at=now - timedelta(days=200),
            changed_at=now,
        )
        group.themes.set(Theme.objects.filter(slug__in=row["themes"]))
        _fill(group, row, now)
        if row.get("archived"):
            group.archived_at = now - timedelta(days=90)
            group.save()
        return True


def _fill(group: WorkingGroup, row: dict[str, Any], now: datetime) -> None:
    """Give the group its workplan, its members and who asks to join."""
    for output in row["outputs"]:
        day = (now + timedelta(days=output["days"])).date()
        values = {"title": output["title"], "text": output["text"], "due_on": day}
        done = {"done_on": day} if output.get("done") else {}
        save_output(group=group, values=values | done, form_token=uuid.uuid4(), now=now)
    for name, city, role in row["members"]:
        person = person_of(name)
        since = now - timedelta(days=60)
        seat_person(
            group=group, person=person, city=find_city(city), role=GroupRole(role), actor=None, now=since
        )
    for name, _city, message in row["requests"]:
        person = person_of(name)
        seat = Affiliation.objects.approved().filter(person=person).first() if person else None
        if seat:
            join_group(
                group=group, person=person, city=seat.city, partner=seat.partner, message=message, now=now
            )


def _first_of_month(moment: datetime) -> date:
    return moment.date().replace(day=1)


def person_of(name: str) -> User | None:
    """Return the demo user of that name, if the demo has its users."""
    return User.objects.filter(email=f"{name}@interurban.example").first()
