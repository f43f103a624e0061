"""Keys that a form does not have change nothing: neither the record that it is about nor any other."""

import uuid
from datetime import date, datetime

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import transaction

from tests.access.attacks.forms import forms_of
from tests.access.matrix.asking import Asker, path_of
from tests.access.matrix.readers import ANONYMOUS
from tests.access.matrix.table import rows
from tests.home.test_contact_forms import stamp

pytestmark = pytest.mark.same_on_every_database

OURS = ("accounts", "cities", "core", "home", "knowledge", "mail", "working_groups")
WRITERS = ("coordinator", "representative", "author", "newcomer", ANONYMOUS)
VALUES = ("1", "published", "coordinator")
LEFT_OUT = ("account/2fa/", "account/password/", "account/login/", "account/reauthenticate/", "account/email/")
SENDING = [row for row in rows("public") if row.senders and not row.address.startswith(LEFT_OUT)]
# What differs from one sending to the next by itself, the keys of new rows among it.
BY_CHANCE = {"form_token", "token_hash", "seed", "message_id", "password", "owner_token"}
BY_CHANCE |= {"subject_key", "period_key", "data"}


def models():
    """Return every model in which an extra key could leave a trace."""
    return [model for model in apps.get_models() if model._meta.app_label in OURS] + [Group.user_set.through]


def every_name() -> set[str]:
    """Return the name of every column of every model, with what would be written into it by its key."""
    fields = [field for model in models() for field in model._meta.concrete_fields]
    return (
        {field.name for field in fields} | {field.attname for field in fields} | {"groups", "user_permissions"}
    )


def keys_of() -> dict[type, set]:
    """Return the keys of all rows that there are."""
    targets = {column.related_model for model in models() for column in references(model)}
    return {target: set(target._base_manager.values_list("pk", flat=True)) for target in targets}


def references(model) -> list:
    """Return the columns of ``model`` that refer to another row."""
    return [column for column in model._meta.concrete_fields if column.is_relation]


def as_compared(column, value, known: dict[type, set]) -> str:
    """Return a value as it is compared: moments and identifiers are new each time, keys of new rows too."""
    if column.is_relation and value is not None and value not in known[column.related_model]:
        return "new"
    return "" if isinstance(value, datetime | date | uuid.UUID) else str(value)


def snapshot(known: dict[type, set]) -> dict[str, list]:
    """Return what stands in the database, without moments, keys of new rows and what is drawn by chance."""
    found = {}
    for model in models():
        columns = [
            column
            for column in model._meta.concrete_fields
            if not column.primary_key and column.name not in BY_CHANCE
        ]
        rows = model._default_manager.order_by().values_list(*(column.attname for column in columns))
        found[model._meta.label] = sorted(
            tuple(as_compared(column, value, known) for column, value in zip(columns, row, strict=True))
            for row in rows
        )
    return found


def difference(asker, path, data, known) -> dict[str, list]:
    """Return what sending ``data`` leaves in the database; it is taken back.

    What is counted to slow a sender down stands in the cache, which no transaction takes back.
    """
    cache.clear()
    with transaction.atomic():
        response = asker.client.post(path, data)
        assert response.status_code < 500, path
        after = snapshot(known)
        transaction.set_rollback(True)
    return after


# ``make access`` asks the others.
ASKED = ["coordinator", *(pytest.param(one, marks=pytest.mark.access) for one in WRITERS[1:])]


@pytest.mark.parametrize("writer", ASKED)
def test_a_key_that_no_form_has_changes_nothing(writer, world):
    asker = Asker(writer, world)
    extra = every_name()
    known, taken = keys_of(), 0
    before = snapshot(known)
    for row in SENDING:
        if writer not in row.senders or writer not in row.readers:
            continue
        path = path_of(row, world)
        for form in forms_of(asker.client.get(path).content.decode()):
            data = form.filled("Plain words")
            if "stamp" in data:
                # A form that is sent a moment after it was opened is taken for a machine's.
                data["stamp"] = [stamp(seconds_ago=60)]
            plain = difference(asker, form.action or path, data, known)
            for value in VALUES:
                more = {name: value for name in extra if name not in data}
                assert difference(asker, form.action or path, more | data, known) == plain, (path, value)
            taken += plain != before
    assert taken >= 1, "no form was filled in so that it changes anything"
