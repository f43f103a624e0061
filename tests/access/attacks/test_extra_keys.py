"""Keys that a form does not have change nothing: neither the record that it is about nor any other."""

import uuid
from datetime import date, datetime

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import transaction

from tests.access.attacks.forms import forms_of
from tests.access.matrix.asking import Asker, path_of
from tests.access.matrix.readers import ANONYMOUS
from tests.access.matrix.table import rows

OURS = ("accounts", "cities", "core", "home", "knowledge", "mail", "working_groups")
WRITERS = ("coordinator", "representative", "author", "newcomer", ANONYMOUS)
VALUES = ("1", "published", "coordinator")
LEFT_OUT = ("account/2fa/", "account/password/", "account/login/", "account/reauthenticate/", "account/email/")
SENDING = [row for row in rows("public") if row.senders and not row.address.startswith(LEFT_OUT)]
# What differs from one sending to the next by itself, the keys of new rows among it.
BY_CHANCE = {"subject_key", "form_token", "token_hash", "seed", "message_id", "password", "owner_token"}


def models():
    """Return every model in which an extra key could leave a trace."""
    return [model for model in apps.get_models() if model._meta.app_label in OURS] + [Group.user_set.through]


def every_name() -> set[str]:
    """Return the name of every column of every model, with what would be written into it by its key."""
    fields = [field for model in models() for field in model._meta.concrete_fields]
    return (
        {field.name for field in fields} | {field.attname for field in fields} | {"groups", "user_permissions"}
    )


def as_compared(value) -> str:
    """Return a value as it is compared: moments and identifiers are new each time."""
    return "" if isinstance(value, datetime | date | uuid.UUID) else str(value)


def snapshot() -> dict[str, list]:
    """Return what stands in the database, without moments, keys of new rows and what is drawn by chance."""
    found = {}
    for model in models():
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if not field.primary_key and field.name not in BY_CHANCE
        ]
        rows = model._default_manager.order_by().values_list(*names)
        found[model._meta.label] = sorted(tuple(map(as_compared, row)) for row in rows)
    return found


def difference(asker, path, data) -> dict[str, list]:
    """Return what sending ``data`` leaves in the database; it is taken back."""
    with transaction.atomic():
        response = asker.client.post(path, data)
        assert response.status_code < 500, path
        after = snapshot()
        transaction.set_rollback(True)
    return after


# ``make access`` asks the others.
ASKED = ["coordinator", *(pytest.param(one, marks=pytest.mark.access) for one in WRITERS[1:])]


@pytest.mark.parametrize("writer", ASKED)
def test_a_key_that_no_form_has_changes_nothing(writer, world):
    asker = Asker(writer, world)
    extra = every_name()
    before, taken = snapshot(), 0
    for row in SENDING:
        if writer not in row.senders or writer not in row.readers:
            continue
        path = path_of(row, world)
        for form in forms_of(asker.client.get(path).content.decode()):
            data = form.filled("Plain words")
            plain = difference(asker, form.action or path, data)
            for value in VALUES:
                more = {name: value for name in extra if name not in data}
                assert difference(asker, form.action or path, more | data) == plain, (path, value)
            taken += plain != before
    assert taken >= 1, "no form was filled in so that it changes anything"
