"""Opening, changing and archiving working groups, and their workplans."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from cities.models import Affiliation, Challenge
from network.core.audit import record
from network.core.merging import Stale
from network.core.models import Theme
from network.core.slugs import slug_of
from working_groups.enums import GroupRole, Visibility
from working_groups.locks import locked_group
from working_groups.members.services import seat_person
from working_groups.models import Output, WorkingGroup

# What may be made wider only with a word to those inside: the audit log keeps both.
NOTED = ("visibility", "admission")


class StaleGroup(Stale):
    """Somebody has changed the group since the form was opened."""


class HasGroup(Exception):
    """The challenge has a working group already: ``group``."""

    def __init__(self, group: WorkingGroup) -> None:
        super().__init__(group.pk)
        self.group = group


@transaction.atomic
def create_group(
    *,
    opened_by: Any,
    values: Mapping[str, Any],
    themes: Iterable[Theme],
    form_token: uuid.UUID,
    now: datetime,
) -> WorkingGroup:
    """Return the group that a form has opened, run by whoever opened it; the same form again returns the same.

    Raises ``HasGroup`` where another group serves its challenge.
    """
    known = WorkingGroup.objects.filter(form_token=form_token)
    if already := known.first():
        return already
    group = WorkingGroup(created_by=opened_by, form_token=form_token, created_at=now, changed_at=now, **values)
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError:  # at the same moment the same form, one for the same challenge, or of the same name
        if already := known.first():
            return already
        _refuse_second(group)
        group.slug = f"{slug_of(group.name)[:80]}-{form_token.hex[:8]}"
        group.save()
    group.themes.set(themes)
    record(action="group.opened", subject=group, actor=opened_by, now=now, visibility=group.visibility)
    seat_person(group=group, person=opened_by, role=GroupRole.FACILITATOR, actor=opened_by, now=now)
    return group


def _refuse_second(group: WorkingGroup) -> None:
    other = WorkingGroup.objects.filter(challenge=group.challenge).exclude(challenge=None).first()
    if other:
        raise HasGroup(other)


@transaction.atomic
def open_group_of(*, challenge: Challenge, opened_by: Any, now: datetime) -> WorkingGroup:
    """Open the group that works on a selected challenge, and return it; where it has one, return that.

    The challenge's city leads it. What the city needs becomes its description. The coordinators of that city
    and of those that have co-signed get their seats and are told.
    """
    Challenge.objects.select_for_update().get(pk=challenge.pk)
    if already := WorkingGroup.objects.filter(challenge=challenge).first():
        return already
    parts = [part for part in (challenge.context, challenge.needed) if part.strip()]
    group = create_group(
        opened_by=opened_by,
        values={
            "name": challenge.title[:120],
            "summary": challenge.summary,
            "description": "\n\n".join(parts)[:6000],
            "visibility": Visibility.PUBLIC,
            "challenge": challenge,
            "lead_city": challenge.city,
        },
        themes=challenge.themes.all(),
        form_token=uuid.uuid4(),
        now=now,
    )
    cities = [challenge.city_id, *challenge.co_signatures.values_list("city", flat=True)]
    for affiliation in coordinators_of(cities):
        seat_person(
            group=group, person=affiliation.person, city=affiliation.city, actor=opened_by, now=now, told=True
        )
    return group


def coordinators_of(cities: Iterable[int]) -> Any:
    """Return the coordinators of member cities with these keys, as affiliations, in the cities' order."""
    rows = Affiliation.objects.keeping().filter(city__in=list(cities), person__is_active=True)
    return rows.select_related("person", "city").order_by("city__slug", "pk")


@transaction.atomic
def change_group(
    *,
    group: WorkingGroup,
    values: Mapping[str, Any],
    themes: Iterable[Theme],
    version: int,
    changed_by: Any,
    now: datetime,
) -> WorkingGroup:
    """Save what a form holds that was opened on ``version``, and return the group.

    Raises ``StaleGroup`` where somebody else has changed it meanwhile, ``ArchivedGroup`` and ``HasGroup``.
    """
    current = locked_group(group)
    if current.version != version:
        raise StaleGroup(current)
    was = {name: getattr(current, name) for name in NOTED}
    for name, value in values.items():
        setattr(current, name, value)
    current.version, current.changed_at = version + 1, now
    try:
        with transaction.atomic():
            current.save()
    except IntegrityError:
        _refuse_second(current)
        raise
    current.themes.set(themes)
    changes = {name: getattr(current, name) for name in NOTED if getattr(current, name) != was[name]}
    record(action="group.changed", subject=current, actor=changed_by, now=now, **changes)
    return current


@transaction.atomic
def save_output(
    *,
    group: WorkingGroup,
    values: Mapping[str, Any],
    form_token: uuid.UUID,
    output: Output | None = None,
    now: datetime,
) -> Output:
    """Add a line to the workplan, or change ``output``; the same form sent again changes nothing."""
    current = locked_group(group)
    if output is None:
        if already := Output.objects.filter(form_token=form_token).first():
            return already
        output = Output(group=current, form_token=form_token)
    for name, value in values.items():
        setattr(output, name, value)
    output.save()
    _touch(current, now)
    return output


@transaction.atomic
def mark_output(*, output: Output, done_on: date | None, now: datetime) -> Output:
    """Say that an output is done, or not done after all."""
    current = locked_group(output.group)
    output.done_on = done_on
    output.save(update_fields=["done_on"])
    _touch(current, now)
    return output


@transaction.atomic
def delete_output(*, output: Output, now: datetime) -> None:
    """Take a line out of the workplan."""
    current = locked_group(output.group)
    output.delete()
    _touch(current, now)


def _touch(group: WorkingGroup, now: datetime) -> None:
    """Note that something about the group is new: the search index reads it again."""
    group.changed_at = now
    group.save(update_fields=["changed_at"])
